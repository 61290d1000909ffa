package io.mxfail.adapter.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Random files, edited at random: the edit reads back as wanted, every other record means what it
/// meant, and every line that has nothing to do with it is there byte for byte.
class RoundTripTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Includes NONE =
            (name, place) -> {
                throw new MasterException(place, "no file " + name);
            };
    private static final int FILES = 3000;

    @Test
    void an_edit_of_one_set_leaves_everything_else() throws Exception {
        for (int seed = 0; seed < FILES; seed++) {
            var random = new Random(seed);
            String text = new Text(random).file();
            MasterFile file = MasterFile.read(ZONE, "db", text, NONE);
            assertEquals(text, file.text(), "seed " + seed);

            SetWrite write = write(file, random);
            String edited = MasterEdit.apply(file, List.of(write), 77);

            MasterFile after = MasterFile.read(ZONE, "db", edited, NONE);
            var whole = new ZoneWrite(ZONE, List.of(write), Set.of());
            String told = "seed " + seed + "\n" + text + "\n" + write + "\n" + edited;
            try {
                MasterCheck.sameButFor(file, after, whole, 77);
            } catch (MasterException e) {
                throw new AssertionError(told, e);
            }
            assertOtherLinesStay(file, after, write.key(), told);
        }
    }

    @Test
    void an_edit_and_its_inverse_give_back_the_records() throws Exception {
        for (int seed = 0; seed < FILES / 10; seed++) {
            var random = new Random(seed);
            MasterFile file = MasterFile.read(ZONE, "db", new Text(random).file(), NONE);
            SetWrite write = write(file, random);
            MasterFile there =
                    MasterFile.read(ZONE, "db", MasterEdit.apply(file, List.of(write), 77), NONE);
            var back =
                    new SetWrite(
                            write.key(),
                            write.after().map(ObservedSet::of),
                            write.before().map(ObservedSet::set));
            MasterFile again =
                    MasterFile.read(ZONE, "db", MasterEdit.apply(there, List.of(back), 78), NONE);
            assertEquals(said(file, write.key()), said(again, write.key()), "seed " + seed);
        }
    }

    /// A set has one TTL, also where its lines had several before.
    private static Set<String> said(MasterFile file, RecordKey key) throws MasterException {
        var said = new TreeSet<String>();
        said.add(String.valueOf(file.set(key)));
        file.records().stream()
                .filter(f -> f.type().filter(t -> t != Type.SOA).isPresent() && !f.isOf(key))
                .forEach(f -> said.add(f.owner() + " " + f.ttl() + " " + f.record()));
        return said;
    }

    /// What may change of another record's line is an owner or a TTL in front of it.
    private static void assertOtherLinesStay(
            MasterFile before, MasterFile after, RecordKey key, String told) {
        List<Line> others = others(before, key);
        List<Line> now = others(after, key);
        assertEquals(others.size(), now.size(), told);
        for (int i = 0; i < others.size(); i++) {
            String was = others.get(i).entry().text();
            String is = now.get(i).entry().text();
            boolean grew = !was.stripTrailing().equals(is.stripTrailing());
            if (grew && others.get(i) instanceof Line.Own own) {
                String bare = was.strip();
                int data =
                        own.words().kind().start() - (was.length() - was.stripLeading().length());
                assertTrue(is.strip().endsWith(bare.substring(Math.max(data, 0))), told);
                assertTrue(own.words().owner().isEmpty() || own.words().ttl().isEmpty(), told);
            } else {
                assertEquals(was.stripTrailing(), is.stripTrailing(), told);
            }
        }
    }

    private static List<Line> others(MasterFile file, RecordKey key) {
        return file.lines().stream()
                .filter(
                        l ->
                                !(l instanceof Line.Own own)
                                        || !own.found().isOf(key)
                                                && own.found()
                                                        .type()
                                                        .filter(t -> t == Type.SOA)
                                                        .isEmpty())
                .toList();
    }

    private static SetWrite write(MasterFile file, Random random) throws MasterException {
        int type = random.nextBoolean() ? Type.MX : Type.TXT;
        String owner = Text.NAMES.get(random.nextInt(Text.NAMES.size()));
        var key = new RecordKey(name(owner), type);
        Optional<RecordSet> before = file.set(key);
        var data = new ArrayList<String>();
        before.ifPresent(
                set -> set.data().stream().filter(_ -> random.nextBoolean()).forEach(data::add));
        for (int i = random.nextInt(3); i > 0 || before.isEmpty() && data.isEmpty(); i--) {
            data.add(
                    type == Type.MX
                            ? random.nextInt(99) + " mx" + random.nextInt(9) + ".backup.example."
                            : "\"new ; (" + random.nextInt(9) + ") \\\" \"");
        }
        Optional<RecordSet> after =
                data.isEmpty()
                        ? Optional.empty()
                        : Optional.of(RecordSet.parse(key, 60L + random.nextInt(2) * 540, data));
        return new SetWrite(key, before.map(ObservedSet::of), after);
    }

    private static Name name(String relative) {
        return Name.fromConstantString(
                relative.equals("@") ? "example.test." : relative + ".example.test.");
    }

    /// Writes files as people do, and a little worse.
    private static final class Text {
        static final List<String> NAMES = List.of("@", "a", "b.a", "*.w", "Mixed");
        private final Random random;
        private final StringBuilder text = new StringBuilder();
        private boolean hasTtl;
        private boolean hasOwner;

        Text(Random random) {
            this.random = random;
        }

        String file() {
            maybe("; a comment with \" and ( \n");
            if (random.nextBoolean()) {
                text.append("$TTL 1h\n");
                hasTtl = true;
            }
            text.append(
                    pick(
                            "@ 600 IN SOA a b 5 1 1 1 1\n",
                            "@ 600 SOA a b ( 5 ; serial\n 1 1\n 1 1 )\n"));
            hasOwner = true;
            int records = 3 + random.nextInt(8);
            for (int i = 0; i < records; i++) {
                record();
                maybe("\n", "  ; only a comment\n", "\t\n", "$TTL 600\n");
            }
            if (random.nextInt(4) == 0) {
                text.append("$ORIGIN a.example.test.\nsub 300 A 192.0.2.1\n");
            }
            String all = text.toString();
            if (random.nextInt(5) == 0) {
                all = all.replace("\n", "\r\n");
            }
            return random.nextInt(5) == 0 && all.endsWith("\n") ? all.stripTrailing() : all;
        }

        private void record() {
            boolean blank = hasOwner && random.nextInt(3) == 0;
            text.append(blank ? "" : NAMES.get(random.nextInt(NAMES.size())));
            text.append(pick(" ", "\t", "   "));
            // the SOA names a TTL, so that there is one to go by
            text.append(pick("", "300 ", "10m ", "IN ", "300 IN ", "in 300 "));
            String kind = pick("MX", "TXT", "A");
            text.append(kind).append(pick(" ", "\t"));
            text.append(
                    switch (kind) {
                        case "MX" ->
                                random.nextInt(50) + pick(" mx1", " mx2.example.test.", " ( @ )");
                        case "TXT" ->
                                pick("plain", "\"a ; b\"", "( \"a\" ; one\n \"b\" )", "\"\\\"(\"");
                        default -> "192.0.2." + random.nextInt(250);
                    });
            text.append(pick("", " ; why", "  ")).append('\n');
        }

        private void maybe(String... some) {
            if (random.nextInt(3) == 0) {
                text.append(pick(some));
            }
        }

        private String pick(String... some) {
            return some[random.nextInt(some.length)];
        }
    }
}

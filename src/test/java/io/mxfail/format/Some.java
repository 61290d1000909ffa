package io.mxfail.format;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.WriteId;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Values by chance, of every shape that the formats must carry; the same ones for the same seed.
public final class Some {
    private final RandomGenerator random;

    /// Values that follow from `random` alone.
    public Some(RandomGenerator random) {
        this.random = random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> values) {
        return values.get(below(values.size()));
    }

    <E extends Enum<E>> E oneOf(Class<E> type) {
        return oneOf(List.of(type.getEnumConstants()));
    }

    <T> Optional<T> perhaps(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    <T> List<T> list(int longest, Supplier<T> element) {
        var list = new ArrayList<T>();
        for (int i = below(longest + 1); i > 0; i--) {
            list.add(element.get());
        }
        return List.copyOf(list);
    }

    /// Text with what breaks careless writers: quotes, backslashes, controls, lone surrogates.
    String text() {
        var text = new StringBuilder();
        for (int i = below(12); i > 0; i--) {
            text.append(
                    switch (below(6)) {
                        case 0 -> (char) below(0x20);
                        case 1 -> "\"\\/{}[],:'".charAt(below(10));
                        case 2 -> (char) random.nextInt(0x7f, 0x100);
                        case 3 -> (char) random.nextInt(0x100, 0x10000);
                        default -> (char) random.nextInt(0x20, 0x7f);
                    });
        }
        return text.toString();
    }

    byte[] octets(int longest) {
        var octets = new byte[below(longest + 1)];
        random.nextBytes(octets);
        return octets;
    }

    /// A name of one to four labels; one in three has labels of any octets.
    Name name() {
        boolean odd = below(3) == 0;
        var wire = new DNSOutput();
        for (int i = 1 + below(4); i > 0; i--) {
            byte[] octets = odd ? octets(12) : letters();
            int length = Math.max(octets.length, 1);
            wire.writeU8(length);
            wire.writeByteArray(Arrays.copyOf(octets, length));
        }
        wire.writeU8(0);
        try {
            return new Name(wire.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] letters() {
        var letters = new byte[1 + below(10)];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_".charAt(below(44));
        }
        return letters;
    }

    /// Data of a type in wire form: any that a server could send.
    Record record(Name owner, int type) {
        var data = new DNSOutput();
        switch (type) {
            case Type.A -> data.writeByteArray(exactly(4));
            case Type.AAAA -> data.writeByteArray(exactly(16));
            case Type.CNAME -> name().toWire(data, null);
            case Type.MX -> {
                data.writeU16(below(65536));
                name().toWire(data, null);
            }
            case Type.SRV -> {
                data.writeByteArray(exactly(6));
                name().toWire(data, null);
            }
            case Type.TXT -> {
                for (int i = 1 + below(3); i > 0; i--) {
                    data.writeCountedString(octets(255));
                }
            }
            case Type.NAPTR -> {
                data.writeByteArray(exactly(4));
                data.writeCountedString(octets(5));
                data.writeCountedString(octets(5));
                data.writeCountedString(octets(20));
                name().toWire(data, null);
            }
            case Type.CAA -> {
                data.writeU8(below(2) * 128);
                data.writeCountedString("issue".getBytes(StandardCharsets.US_ASCII));
                data.writeByteArray(octets(40));
            }
            case Type.TLSA -> {
                data.writeByteArray(exactly(3));
                data.writeByteArray(exactly(32));
            }
            default -> data.writeByteArray(octets(60));
        }
        return Record.newRecord(owner, type, DClass.IN, 0, data.toByteArray());
    }

    private byte[] exactly(int length) {
        var octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    static final List<Integer> TYPES =
            List.of(
                    Type.A,
                    Type.AAAA,
                    Type.CNAME,
                    Type.MX,
                    Type.SRV,
                    Type.TXT,
                    Type.NAPTR,
                    Type.CAA,
                    Type.TLSA,
                    65280);

    RecordSet set(RecordKey key) {
        var records = new ArrayList<Record>();
        for (int i = 1 + below(3); i > 0; i--) {
            records.add(record(key.name(), key.type()));
        }
        return new RecordSet(key, random.nextLong(1L << 31), records);
    }

    RecordKey key() {
        return new RecordKey(name(), oneOf(TYPES));
    }

    Change change() {
        RecordKey key = key();
        Optional<RecordSet> before = perhaps(() -> set(key));
        return new Change(
                oneOf(ChangeClass.class),
                key,
                key.type() == Type.TXT ? perhaps(() -> new TxtTag(text())) : Optional.empty(),
                before,
                before.isEmpty() ? Optional.of(set(key)) : perhaps(() -> set(key)));
    }

    Plan plan() {
        return new Plan(
                text(),
                text(),
                oneOf(Mode.class),
                list(3, this::text),
                list(
                        3,
                        () ->
                                new DomainPlan(
                                        name(),
                                        name(),
                                        text(),
                                        new DomainPlan.Target(
                                                list(2, this::text),
                                                oneOf(Capabilities.Atomicity.class)),
                                        list(4, this::change))));
    }

    Finding finding() {
        return new Finding(
                text(),
                oneOf(Finding.Severity.class),
                new Finding.Where(
                        text(), perhaps(() -> name().toString()), perhaps(this::text), text()),
                text(),
                text(),
                text());
    }

    JudgedPlan judged() {
        List<Finding> findings = list(4, this::finding);
        return new JudgedPlan(
                plan(),
                findings,
                findings.stream().filter(_ -> random.nextBoolean()).toList(),
                list(
                        3,
                        () ->
                                new Hazard(
                                        text(),
                                        name(),
                                        text(),
                                        oneOf(Hazard.Effect.class),
                                        Duration.ofSeconds(below(100_000)),
                                        list(3, this::key))),
                new JudgedPlan.Background(list(3, this::text), List.of()),
                io.mxfail.core.plan.Passage.NONE);
    }

    Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), below(1_000_000_000));
    }

    private WriteId write() {
        return new WriteId(name(), text(), below(100));
    }

    private Outcome outcome() {
        return switch (below(5)) {
            case 0 -> new Outcome.Applied(text());
            case 1 -> new Outcome.Stale(list(3, this::key));
            case 2 ->
                    new Outcome.Rejected(
                            oneOf(FailureKind.class),
                            text(),
                            perhaps(
                                    () ->
                                            Duration.ofSeconds(
                                                    below(1_000_000), below(1_000_000_000))));
            case 3 -> new Outcome.Partial(list(3, this::key), list(3, this::key), text());
            default -> new Outcome.Unknown(text());
        };
    }

    /// An event of any kind.
    public JournalEvent event() {
        return switch (below(10)) {
            case 0 ->
                    new JournalEvent.Started(
                            instant(),
                            new RunHeader(
                                    text(),
                                    text(),
                                    text(),
                                    perhaps(this::text),
                                    list(3, this::text),
                                    perhaps(this::text)),
                            plan());
            case 1 -> new JournalEvent.Announced(instant(), write(), list(3, this::change));
            case 2 -> new JournalEvent.Answered(instant(), write(), outcome());
            case 3 -> new JournalEvent.Settled(instant(), write(), random.nextBoolean());
            case 4 -> new JournalEvent.Authoritative(instant(), name(), instant());
            case 5 -> new JournalEvent.TakenUp(instant(), text(), text());
            case 8 -> new JournalEvent.InSync(instant(), write());
            case 6 -> new JournalEvent.HookBegan(instant(), text());
            case 7 -> new JournalEvent.HookEnded(instant(), text(), random.nextBoolean(), text());
            default ->
                    new JournalEvent.Ended(
                            instant(),
                            oneOf(RunOutcome.class),
                            list(
                                    3,
                                    () ->
                                            new JournalEvent.DomainEnd(
                                                    name(),
                                                    oneOf(RunOutcome.class),
                                                    perhaps(this::text))),
                            perhaps(this::text));
        };
    }

    /// A set with the case of its names: dnsjava's own equality does not see it.
    static List<String> bytes(RecordSet set) {
        return set.records().stream()
                .map(r -> HexFormat.of().formatHex(r.toWire(Section.ANSWER)))
                .toList();
    }
}

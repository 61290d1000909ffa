package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Await;
import io.mxfail.real.FreezingProxy;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.Versions;
import io.mxfail.real.Way;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A switch whose line to the name server goes dead after its Nth packet and whose process is then
/// killed, for every N that there is. A packet is one DNS message, either way. How many there are
/// is found by a run that nobody disturbs; each N is asserted to be reached, and the next packet to
/// be on its way, so that the process stands where it can go no further.
///
/// Only packets to and from the provider's server count: their number does not depend on time.
/// Verification asks the same server at its own address, as often as it takes, and changes nothing.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
abstract class KilledAtAnyPacketContract {
    private static final Key KEY = Key.random("mxfail-key");
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String OLD = "10 mx.primary.acme.test.";
    private static final String NEW = "10 mx.backup.acme.test.";
    private static final Set<String> SPF =
            Set.of(
                    "\"v=spf1 ip4:192.0.2.10 ~all\"",
                    "\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ~all\"");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    /// One domain with MX and SPF: few names, so that every packet can be the last.
    private static final String PLAIN_SITES =
            """
              primary:
                mx: ["10 mx.primary.acme.test."]
                spf: [ip4:192.0.2.10]
              backup:
                mx: ["10 mx.backup.acme.test."]
                spf: [ip4:198.51.100.20]
            """;

    abstract NameServer start(Zone... zones);

    /// What a kill left.
    private enum Left {
        NOTHING,
        A_RUN_WITHOUT_EFFECT,
        A_PART,
        EVERYTHING
    }

    @Test
    void killed_after_any_packet_a_switch_can_be_resumed_and_undone() throws Exception {
        try (NameServer server = start(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)));
                var scene = new Scene(server, FreezingProxy.ALL, Loss.LOST, "acme.test")) {
            scene.profile("[acme.test]", PLAIN_SITES);
            assertEquals(
                    EnumSet.of(Left.NOTHING, Left.A_RUN_WITHOUT_EFFECT, Left.EVERYTHING),
                    scene.afterEveryPacket());
        }
    }

    /// Here UPDATE messages and their answers count, and what the line held arrives after the kill.
    @Test
    void killed_after_any_update_of_two_zones_a_switch_can_be_resumed_and_undone()
            throws Exception {
        try (NameServer server = start(TwoZones.acme(KEY), TwoZones.shop(KEY));
                var scene =
                        new Scene(
                                server,
                                FreezingProxy.UPDATES,
                                Loss.LATE,
                                "acme.test",
                                "shop.test")) {
            scene.profile(TwoZones.DOMAINS, TwoZones.SITES);
            assertEquals(
                    EnumSet.of(Left.NOTHING, Left.A_PART, Left.EVERYTHING),
                    scene.afterEveryPacket());
        }
    }

    /// What becomes of the packets that a frozen line holds when its client is dead.
    private enum Loss {
        LOST,
        LATE
    }

    /// A company behind a line that can go dead, watched by those who send it mail.
    private static final class Scene implements AutoCloseable {
        private final NameServer server;
        private final List<String> zones;
        private final FreezingProxy proxy;
        private final Company company;
        private final Onlooker onlooker;
        private final List<List<String>> origin;
        private final Predicate<byte[]> counted;
        private final Loss loss;
        private final AtomicInteger updates = new AtomicInteger();
        private final List<Versions> history;
        private List<List<String>> target = List.of();

        Scene(NameServer server, Predicate<byte[]> counted, Loss loss, String... zones)
                throws IOException {
            this.server = server;
            this.zones = List.of(zones);
            this.proxy = FreezingProxy.before(server.address(), this::counts);
            this.counted = counted;
            this.loss = loss;
            this.company = new Company(server.address(), KEY);
            this.origin = served();
            this.history =
                    this.zones.stream().map(zone -> Versions.from(server.address(), zone)).toList();
            this.onlooker = Onlooker.at(server.address(), zones);
        }

        /// Each UPDATE changes one zone, and so its serial by one.
        private boolean counts(byte[] message) {
            boolean asks = message[2] >= 0; // the bit QR is not set
            if (asks && FreezingProxy.UPDATES.test(message)) {
                updates.incrementAndGet();
            }
            return counted.test(message);
        }

        void profile(String domains, String sites) throws IOException {
            company.profile(
                    Company.at(proxy.address()),
                    KEY.name(),
                    KEY.algorithm(),
                    new Company.Shape(domains, sites, List.of(server.address())));
        }

        private List<List<String>> served() {
            return zones.stream().map(zone -> Ask.zone(server.address(), zone)).toList();
        }

        /// Kills a switch after each packet, once to resume it and once to undo it; every time the
        /// zones are in the end what they were in the beginning.
        ///
        /// @return what the kills left
        Set<Left> afterEveryPacket() throws IOException {
            int packets = undisturbed();
            var all = EnumSet.noneOf(Left.class);
            for (int last = 0; last < packets; last++) {
                company.rememberRunsIn("resumed-" + last);
                killedAfter(last);
                Left left = left();
                all.add(left);
                // A kill that changed no zone can be brought about again by the journal alone.
                boolean untouched = served().equals(origin);
                Path journal = copy(company.runs(), "undone-" + last);
                goesOn(left);
                assertEquals(origin, served(), "resumed after " + last + " packets: " + left);
                company.rememberRunsIn(journal.getFileName().toString());
                if (!untouched) {
                    company.rememberRunsIn("again-" + last);
                    killedAfter(last);
                    left = left();
                    all.add(left);
                }
                goesBack(left);
                assertEquals(origin, served(), "undone after " + last + " packets: " + left);
            }
            onlooker.assertNeverWrong();
            for (String zone : zones) {
                assertEquals(Set.of(OLD, NEW), onlooker.mx(zone));
                assertEquals(SPF, onlooker.spf(zone));
            }
            history.forEach(this::assertNoVersionLosesMail);
            return all;
        }

        /// What no onlooker can miss: every version that a zone has had.
        private void assertNoVersionLosesMail(Versions zone) {
            var mx = new TreeSet<String>();
            var spf = new TreeSet<String>();
            for (Set<Record> version : zone.until(server.address())) {
                List<MXRecord> exchangers = records(version, MXRecord.class);
                mx.add(text(exchangers));
                spf.add(
                        text(
                                records(version, TXTRecord.class).stream()
                                        .filter(txt -> txt.rdataToString().contains("v=spf1"))
                                        .toList()));
                Set<Name> hosts =
                        records(version, ARecord.class).stream()
                                .map(Record::getName)
                                .collect(Collectors.toSet());
                exchangers.stream()
                        .map(MXRecord::getTarget)
                        .filter(target -> target.subdomain(zone.name()))
                        .forEach(target -> assertTrue(hosts.contains(target), target::toString));
            }
            assertEquals(Set.of(OLD, NEW), mx);
            assertEquals(SPF, spf);
        }

        private static <T extends Record> List<T> records(Set<Record> version, Class<T> type) {
            return version.stream().filter(type::isInstance).map(type::cast).toList();
        }

        private static String text(List<? extends Record> records) {
            return records.stream()
                    .map(Record::rdataToString)
                    .sorted()
                    .collect(Collectors.joining(", "));
        }

        /// The number of packets of a switch, which is taken back afterwards.
        private int undisturbed() {
            proxy.freezeAfter(Integer.MAX_VALUE, Way.EITHER);
            succeeds(company.mxfail(SWITCH));
            int packets = proxy.passed(Way.EITHER);
            target = served();
            zones.forEach(zone -> onlooker.await(zone, NEW));
            succeeds(company.mxfail("undo", "--yes", "--wait", "20s"));
            assertEquals(origin, served());
            return packets;
        }

        private void killedAfter(int last) {
            long before = serials();
            updates.set(0);
            proxy.freezeAfter(last, Way.EITHER);
            try (var victim =
                    Victim.start(company.folder.resolve("child.log"), company.arguments(SWITCH))) {
                victim.awaitUntil("packet " + (last + 1) + " came", proxy::isHolding);
                assertEquals(last, proxy.passed(Way.EITHER));
                victim.kill();
            }
            switch (loss) {
                case LOST -> proxy.discard();
                case LATE -> proxy.release();
            }
            Await.until(
                    "the server has done what reached it",
                    SOON,
                    () -> serials() - before == updates.get());
        }

        private long serials() {
            return zones.stream().mapToLong(zone -> Ask.serial(server.address(), zone)).sum();
        }

        private Left left() {
            List<List<String>> now = served();
            if (now.equals(target)) {
                return Left.EVERYTHING;
            }
            if (!now.equals(origin)) {
                return Left.A_PART;
            }
            return company.mxfail("history").out().contains("switch")
                    ? Left.A_RUN_WITHOUT_EFFECT
                    : Left.NOTHING;
        }

        private void goesOn(Left left) {
            succeeds(
                    left == Left.NOTHING
                            ? company.mxfail(SWITCH)
                            : company.mxfail("resume", "--yes", "--wait", "20s"));
            assertEquals(target, served());
            succeeds(company.mxfail("undo", "--yes", "--wait", "20s"));
        }

        private void goesBack(Left left) {
            Company.Ran undone = company.mxfail("undo", "--yes", "--wait", "20s");
            if (left == Left.NOTHING) {
                assertEquals(3, undone.exit(), undone.out() + undone.err());
            } else {
                succeeds(undone);
            }
        }

        private Path copy(Path folder, String name) throws IOException {
            Path copy = company.folder.resolve(name);
            if (Files.exists(folder)) {
                try (var files = Files.walk(folder)) {
                    for (Path file : files.toList()) {
                        Files.copy(
                                file,
                                copy.resolve(folder.relativize(file)),
                                StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
            return copy;
        }

        private static void succeeds(Company.Ran ran) {
            assertEquals(0, ran.exit(), () -> ran.out() + ran.err());
        }

        @Override
        public void close() throws IOException {
            onlooker.close();
            proxy.close();
            company.close();
        }
    }
}

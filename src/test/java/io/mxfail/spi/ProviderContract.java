package io.mxfail.spi;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.core.plan.ZoneWrites;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What every adapter does, whatever service it speaks to. Each test has names of its own, so that
/// all of them may run at once over one zone.
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
public abstract class ProviderContract {
    /// The zone's name.
    protected static final Name ZONE = name("example.test.");

    /// The content that [#account] needs, as a zone file below `$ORIGIN example.test.`; the SOA and
    /// NS are the service's own, and its negative TTL is not judged.
    public static final String CONTENT =
            """
            @ 300 IN MX 10 mx1
            @ 300 IN TXT "v=spf1 -all"
            mx1 300 IN A 192.0.2.1
            mx1 300 IN AAAA 2001:db8::1
            alias 300 IN CNAME mx1
            *.wild 300 IN A 192.0.2.99
            *.wild 300 IN TXT "from the wildcard"
            own.wild 300 IN A 192.0.2.98
            """;

    private Account account;

    /// An account that serves [#ZONE] with [#CONTENT], and perhaps what other tests wrote there.
    protected abstract Account account() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        account = account();
    }

    @AfterEach
    final void close() {
        account.close();
    }

    /// How many requests the adapter may make; empty: nothing on the way counts them.
    protected abstract Optional<Budget> budget();

    /// What the adapter may ask for, beside the write itself. A request is what is sent together,
    /// however many sets it is about.
    ///
    /// @param find to learn which zone a name is in, the first time
    /// @param read to read some sets
    /// @param around to compare before a write, and to read back after it
    /// @param once as many of these are made before the first write alone
    public record Budget(int find, int read, int around, int once) {
        /// Every write costs the same.
        public Budget(int find, int read, int around) {
            this(find, read, around, 0);
        }
    }

    /// Whether the service has record sets of that type at all; what it has not must be
    /// refused, which the adapter's own test shows.
    protected boolean takes(int type) {
        return true;
    }

    /// Whether TXT strings may hold any octet; where not, as for [#takes].
    protected boolean takesEveryOctet() {
        return true;
    }

    protected final Account opened() {
        return account;
    }

    protected final DnsProvider provider() {
        return account.provider();
    }

    @Test
    void the_zone_of_a_name_is_the_longest_that_encloses_it() throws Exception {
        assertEquals(ZONE, provider().zoneOf(ZONE));
        assertEquals(ZONE, provider().zoneOf(name("mx1.example.test.")));
        assertEquals(ZONE, provider().zoneOf(name("alias.example.test.")));
        assertEquals(ZONE, provider().zoneOf(name("no.such.name.example.test.")));
    }

    @Test
    void a_name_of_no_zone_is_refused() {
        var failure =
                assertThrows(
                        ProviderException.class, () -> provider().zoneOf(name("other.invalid.")));
        assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
    }

    @Test
    void a_zone_that_is_not_served_cannot_be_read() {
        Name other = name("other.invalid.");
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> provider().read(other, Set.of(new RecordKey(other, Type.MX))));
        assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
    }

    @Test
    void a_read_tells_what_is_there_and_what_is_not() throws Exception {
        Observed read =
                read(
                        key("@", Type.MX),
                        key("mx1", Type.A),
                        key("mx1", Type.AAAA),
                        key("mx1", Type.TXT),
                        key("nothing", Type.A));
        assertEquals(ZONE, read.zone());
        assertEquals(
                List.of("10 mx1.example.test."), read.set(key("@", Type.MX)).orElseThrow().data());
        assertEquals(300, read.set(key("mx1", Type.A)).orElseThrow().ttl());
        assertTrue(read.set(key("mx1", Type.AAAA)).isPresent());
        assertTrue(read.set(key("mx1", Type.TXT)).isEmpty());
        assertTrue(read.set(key("nothing", Type.A)).isEmpty());
        assertEquals(5, read.asked().size());
    }

    @Test
    void an_alias_does_not_have_the_sets_of_its_target() throws Exception {
        Observed read = read(key("alias", Type.A), key("alias", Type.CNAME));
        assertTrue(read.set(key("alias", Type.A)).isEmpty());
        assertEquals(
                List.of("mx1.example.test."),
                read.set(key("alias", Type.CNAME)).orElseThrow().data());
    }

    @Test
    void a_set_that_a_wildcard_would_synthesise_is_absent() throws Exception {
        Observed read =
                read(
                        key("own.wild", Type.A),
                        key("some.wild", Type.A),
                        key("deep.down.wild", Type.TXT),
                        key("*.wild", Type.A));
        assertEquals(List.of("192.0.2.98"), read.set(key("own.wild", Type.A)).orElseThrow().data());
        assertTrue(read.set(key("some.wild", Type.A)).isEmpty());
        assertTrue(read.set(key("deep.down.wild", Type.TXT)).isEmpty());
        assertEquals(List.of("192.0.2.99"), read.set(key("*.wild", Type.A)).orElseThrow().data());
    }

    @Test
    void a_set_is_created_below_a_wildcard() throws Exception {
        RecordSet wanted = set("new.wild", Type.A, 60, "192.0.2.97");
        assertApplied(to(wanted));
        assertEquals(Optional.of(wanted), live(wanted.key()));
    }

    @Test
    void a_set_is_created_replaced_and_deleted() throws Exception {
        RecordSet first = set("life", Type.MX, 60, "10 mx1.example.test.");
        RecordSet second =
                set("life", Type.MX, 120, "10 mx.backup.example.", "20 mx2.backup.example.");
        assertApplied(to(first));
        assertEquals(Optional.of(first), live(first.key()));
        assertApplied(to(second));
        assertEquals(Optional.of(second), live(first.key()));
        assertApplied(without(first.key()));
        assertEquals(Optional.empty(), live(first.key()));
        assertEquals(3, account.writes());
    }

    @Test
    void several_sets_change_with_as_few_requests_as_the_service_allows() throws Exception {
        RecordSet mx = set("many", Type.MX, 60, "10 mx1.many.example.test.");
        RecordSet host = set("mx1.many", Type.A, 60, "192.0.2.7");
        RecordSet selector = set("s1._domainkey.many", Type.CNAME, 60, "s1.dkim.backup.example.");
        RecordSet tlsa = set("_25._tcp.mx1.many", Type.TLSA, 60, "3 1 1 " + "ab".repeat(32));
        RecordSet srv = set("_submission._tcp.many", Type.SRV, 60, "0 1 587 mx1.example.test.");
        List<RecordSet> all =
                Stream.of(mx, host, selector, tlsa, srv)
                        .filter(set -> takes(set.key().type()))
                        .toList();
        assertTrue(
                provider().capabilities().maximumChanges() >= all.size(),
                "a plan of so few sets must not be called too large");
        assertApplied(to(all.toArray(RecordSet[]::new)));
        for (RecordSet wanted : all) {
            assertEquals(Optional.of(wanted), live(wanted.key()));
        }
        switch (provider().capabilities().atomicity()) {
            case ZONE -> assertEquals(1, account.writes());
            case RRSET -> assertEquals(all.size(), account.writes());
            case RECORD -> assertTrue(account.writes() >= 1);
        }
    }

    /// The zone is found by its name, read, and written to; many sets cost what one does.
    @Test
    void requests_are_counted() throws Exception {
        if (budget().isEmpty()) {
            return;
        }
        Budget budget = budget().get();
        provider().zoneOf(ZONE);
        int reads = budget.find();
        assertEquals(reads, account.reads(), "to find the zone");

        ZoneWrite one = to(set("counted", Type.MX, 60, "10 mx1.example.test."));
        reads += budget.read();
        assertEquals(reads, account.reads(), "to read one set");
        assertApplied(one);
        reads += budget.around();
        assertEquals(reads, account.reads(), "around the write of one set");
        assertEquals(1, account.writes());

        ZoneWrite many =
                to(
                        IntStream.range(0, 7)
                                .mapToObj(
                                        i -> set("n" + i + ".counted", Type.A, 60, "192.0.2." + i))
                                .toArray(RecordSet[]::new));
        reads += budget.read();
        assertEquals(reads, account.reads(), "to read seven sets");
        assertApplied(many);
        reads += budget.around() - budget.once();
        assertEquals(reads, account.reads(), "around the write of seven sets");
        switch (provider().capabilities().atomicity()) {
            case ZONE -> assertEquals(2, account.writes());
            case RRSET -> assertEquals(8, account.writes());
            case RECORD -> assertTrue(account.writes() >= 2);
        }
    }

    @Test
    void a_ttl_changes_alone() throws Exception {
        RecordSet slow = set("ttl", Type.MX, 3600, "10 mx1.example.test.");
        assertApplied(to(slow));
        assertApplied(to(slow.withTtl(60)));
        assertEquals(Optional.of(slow.withTtl(60)), live(slow.key()));
    }

    @Test
    void strings_of_txt_sets_survive_byte_for_byte() throws Exception {
        RecordKey key = key("bytes", Type.TXT);
        List<String> neighbours =
                Stream.of(
                                "site-verification=Zm9vYmFy",
                                "p=" + "k".repeat(448),
                                "say \"hello\" \\ \\\" ; $ORIGIN @",
                                "gr\u00fc\u00df \u00ff\u0080\u0001 bytes",
                                " blanks at the ends ")
                        .filter(text -> takesEveryOctet() || text.matches("[ -~]*"))
                        .toList();
        RecordSet before = texts(key, neighbours, "v=spf1 ip4:192.0.2.1 -all");
        RecordSet after = texts(key, neighbours, "v=spf1 ip4:192.0.2.1 ip4:198.51.100.1 -all");
        assertApplied(to(before));
        assertEquals(Optional.of(before), live(key));
        assertApplied(to(after));
        assertEquals(Optional.of(after), live(key));
    }

    @Test
    void an_alias_and_addresses_take_each_others_place() throws Exception {
        RecordSet v4 = set("swap", Type.A, 60, "192.0.2.5");
        RecordSet v6 = set("swap", Type.AAAA, 60, "2001:db8::5");
        RecordSet alias = set("swap", Type.CNAME, 60, "relay.backup.example.");
        assertApplied(to(v4, v6));

        Observed before = read(v4.key(), v6.key(), alias.key());
        assertApplied(
                new ZoneWrite(
                        ZONE,
                        List.of(
                                new SetWrite(v4.key(), before.at(v4.key()), Optional.empty()),
                                new SetWrite(v6.key(), before.at(v6.key()), Optional.empty()),
                                new SetWrite(alias.key(), Optional.empty(), Optional.of(alias))),
                        Set.of(key("swap", Type.TXT), key("swap", Type.MX))));
        assertEquals(Optional.of(alias), live(alias.key()));
        assertEquals(Optional.empty(), live(v4.key()));

        Observed swapped = read(alias.key());
        assertApplied(
                new ZoneWrite(
                        ZONE,
                        List.of(
                                new SetWrite(
                                        alias.key(), swapped.at(alias.key()), Optional.empty()),
                                new SetWrite(v4.key(), Optional.empty(), Optional.of(v4)),
                                new SetWrite(v6.key(), Optional.empty(), Optional.of(v6))),
                        Set.of()));
        assertEquals(Optional.of(v4), live(v4.key()));
        assertEquals(Optional.of(v6), live(v6.key()));
        assertEquals(Optional.empty(), live(alias.key()));
    }

    @Test
    void an_alias_is_not_written_beside_foreign_data() throws Exception {
        RecordSet address = set("beside", Type.A, 60, "192.0.2.5");
        RecordSet foreign = set("beside", Type.TXT, 60, "\"of somebody else\"");
        RecordSet alias = set("beside", Type.CNAME, 60, "relay.backup.example.");
        assertApplied(to(address, foreign));

        Observed before = read(address.key());
        Outcome outcome =
                provider()
                        .write(
                                new ZoneWrite(
                                        ZONE,
                                        List.of(
                                                new SetWrite(
                                                        address.key(),
                                                        before.at(address.key()),
                                                        Optional.empty()),
                                                new SetWrite(
                                                        alias.key(),
                                                        Optional.empty(),
                                                        Optional.of(alias))),
                                        Set.of(foreign.key(), key("beside", Type.MX))));
        if (outcome instanceof Outcome.Stale(var moved)) {
            assertEquals(List.of(foreign.key()), moved);
        } else {
            assertInstanceOf(Outcome.Rejected.class, outcome);
        }
        assertEquals(Optional.of(address), live(address.key()));
        assertEquals(Optional.of(foreign), live(foreign.key()));
    }

    @Test
    void a_set_that_the_service_drops_is_not_called_written() throws Exception {
        RecordSet address = set("dropped", Type.A, 60, "192.0.2.5");
        RecordSet foreign = set("dropped", Type.TXT, 60, "\"of somebody else\"");
        RecordSet alias = set("dropped", Type.CNAME, 60, "relay.backup.example.");
        assertApplied(to(address, foreign));

        Observed before = read(address.key());
        Outcome outcome =
                provider()
                        .write(
                                new ZoneWrite(
                                        ZONE,
                                        List.of(
                                                new SetWrite(
                                                        address.key(),
                                                        before.at(address.key()),
                                                        Optional.empty()),
                                                new SetWrite(
                                                        alias.key(),
                                                        Optional.empty(),
                                                        Optional.of(alias))),
                                        Set.of()));
        if (outcome instanceof Outcome.Partial partial) {
            assertEquals(List.of(address.key()), partial.done());
            assertEquals(List.of(alias.key()), partial.left());
        } else {
            assertFalse(outcome instanceof Outcome.Applied, outcome::toString);
            assertEquals(Optional.of(address), live(address.key()));
        }
    }

    @Test
    void a_stale_write_changes_nothing() throws Exception {
        RecordSet seen = set("stale", Type.MX, 60, "10 mx1.example.test.");
        RecordSet fine = set("fine.stale", Type.TXT, 60, "\"a\"");
        assertApplied(to(seen, fine));
        Observed basis = read(seen.key(), fine.key());
        RecordSet moved =
                set("stale", Type.MX, 60, "10 mx1.example.test.", "20 mx9.backup.example.");
        assertApplied(to(moved));

        Outcome outcome =
                provider()
                        .write(
                                write(
                                        basis,
                                        set("fine.stale", Type.TXT, 60, "\"b\""),
                                        set("stale", Type.MX, 60, "10 mx.backup.example.")));

        assertEquals(new Outcome.Stale(List.of(seen.key())), outcome);
        assertEquals(Optional.of(moved), live(seen.key()));
        assertEquals(Optional.of(fine), live(fine.key()));
    }

    @Test
    void a_write_that_expects_nothing_does_not_replace_something() throws Exception {
        RecordSet theirs = set("taken", Type.MX, 60, "10 mx1.example.test.");
        Observed basis = read(theirs.key());
        assertApplied(to(theirs));
        Outcome outcome =
                provider().write(write(basis, set("taken", Type.MX, 60, "10 mx.backup.example.")));
        assertEquals(new Outcome.Stale(List.of(theirs.key())), outcome);
        assertEquals(Optional.of(theirs), live(theirs.key()));
    }

    @Test
    void a_set_that_is_gone_is_not_deleted_again() throws Exception {
        RecordSet set = set("gone", Type.MX, 60, "10 mx1.example.test.");
        assertApplied(to(set));
        Observed basis = read(set.key());
        assertApplied(without(set.key()));
        Outcome outcome =
                provider().write(write(basis, set("gone", Type.MX, 60, "10 mx.backup.example.")));
        assertEquals(new Outcome.Stale(List.of(set.key())), outcome);
        assertEquals(Optional.empty(), live(set.key()));
    }

    /// A service that compares calls it stale, since someone else was faster; one that does not
    /// writes the same again.
    @Test
    void a_write_that_has_succeeded_before_changes_nothing() throws Exception {
        RecordSet mx = set("twice", Type.MX, 60, "10 mx1.example.test.");
        RecordSet host = set("host.twice", Type.A, 60, "192.0.2.5");
        ZoneWrite write = to(mx, host);
        assertApplied(write);
        Outcome again = provider().write(write);
        assertTrue(
                again instanceof Outcome.Applied || again instanceof Outcome.Stale,
                again::toString);
        assertEquals(Optional.of(mx), live(mx.key()));
        assertEquals(Optional.of(host), live(host.key()));
        switch (provider().capabilities().staleWrite()) {
            case REFUSED_BY_SERVICE -> assertTrue(account.writes() <= 2);
            // who reads first sees that there is nothing left to write
            case DETECTED_BY_REREAD, UNDETECTED -> assertEquals(1, account.writes());
        }
    }

    @Test
    void a_write_whose_answer_is_lost_is_found_by_reading_back_and_not_sent_again()
            throws Exception {
        RecordSet mx = set("lost", Type.MX, 60, "10 mx1.example.test.");
        ZoneWrite write = to(mx);
        account.loseTheNextAnswer();
        assertApplied(write);
        assertEquals(Optional.of(mx), live(mx.key()));
        assertEquals(1, account.writes());
    }

    @Test
    void a_stranger_can_neither_read_nor_write() throws Exception {
        if (!account.knowsStrangers()) {
            return;
        }
        ZoneWrite write = to(set("stranger", Type.MX, 60, "10 mx1.example.test."));
        try (DnsProvider stranger = account.stranger()) {
            var failure =
                    assertThrows(
                            ProviderException.class,
                            () -> stranger.read(ZONE, Set.of(key("@", Type.MX))));
            assertEquals(FailureKind.UNAUTHORISED, failure.kind());
            var rejected = assertInstanceOf(Outcome.Rejected.class, stranger.write(write));
            assertEquals(FailureKind.UNAUTHORISED, rejected.kind());
        }
        assertEquals(Optional.empty(), live(key("stranger", Type.MX)));
    }

    @Test
    void a_second_run_has_nothing_to_do_and_undo_restores_what_was_there() throws Exception {
        RecordSet oldMx = set("undo", Type.MX, 3600, "10 mx1.example.test.");
        RecordSet newMx = set("undo", Type.MX, 60, "10 mx.backup.example.");
        RecordSet selector = set("bk1._domainkey.undo", Type.CNAME, 60, "bk1.dkim.backup.example.");
        RecordSet gone = set("old.undo", Type.A, 300, "192.0.2.5");
        assertApplied(to(oldMx, gone));
        List<Change> changes =
                List.of(
                        change(ChangeClass.SUBSTITUTIVE, Optional.of(oldMx), Optional.of(newMx)),
                        change(ChangeClass.ADDITIVE, Optional.empty(), Optional.of(selector)),
                        change(ChangeClass.SUBTRACTIVE, Optional.of(gone), Optional.empty()));

        assertApplied(prepared(changes).orElseThrow());
        assertEquals(Optional.of(newMx), live(newMx.key()));
        assertEquals(Optional.empty(), prepared(changes));

        List<Change> undo = changes.stream().map(Change::inverse).toList();
        assertApplied(prepared(undo).orElseThrow());
        assertAll(
                () -> assertEquals(Optional.of(oldMx), live(oldMx.key())),
                () -> assertEquals(Optional.of(gone), live(gone.key())),
                () -> assertEquals(Optional.empty(), live(selector.key())),
                () -> assertEquals(Optional.empty(), prepared(undo)));
    }

    @Test
    void the_identity_is_stable_and_names_the_adapter() throws Exception {
        try (Account other = account()) {
            assertEquals(
                    provider().identity().split(" ")[0], other.provider().identity().split(" ")[0]);
        }
        assertFalse(provider().identity().isBlank());
    }

    /// A write from what is live to these sets.
    protected final ZoneWrite to(RecordSet... wanted) throws ProviderException {
        return write(
                read(Arrays.stream(wanted).map(RecordSet::key).toArray(RecordKey[]::new)), wanted);
    }

    protected static ZoneWrite write(Observed basis, RecordSet... wanted) {
        return new ZoneWrite(
                ZONE,
                Arrays.stream(wanted)
                        .map(set -> new SetWrite(set.key(), basis.at(set.key()), Optional.of(set)))
                        .toList(),
                Set.of());
    }

    protected final ZoneWrite without(RecordKey key) throws ProviderException {
        return new ZoneWrite(
                ZONE, List.of(new SetWrite(key, read(key).at(key), Optional.empty())), Set.of());
    }

    protected final void assertApplied(ZoneWrite write) {
        Outcome outcome = provider().write(write);
        assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
    }

    protected final Observed read(RecordKey... keys) throws ProviderException {
        return provider().read(ZONE, Set.of(keys));
    }

    protected final Optional<RecordSet> live(RecordKey key) throws ProviderException {
        return read(key).set(key);
    }

    private Optional<ZoneWrite> prepared(List<Change> changes) throws ProviderException {
        var keys = new TreeSet<RecordKey>();
        changes.forEach(change -> keys.add(change.key()));
        ZoneWrites.Prepared prepared = ZoneWrites.prepare(provider().read(ZONE, keys), changes);
        assertEquals(0, prepared.stale().size(), () -> prepared.stale().toString());
        return prepared.write();
    }

    private static Change change(
            ChangeClass kind, Optional<RecordSet> before, Optional<RecordSet> after) {
        RecordKey key = after.or(() -> before).orElseThrow().key();
        return new Change(kind, key, Optional.empty(), before, after);
    }

    private static RecordSet texts(RecordKey key, List<String> some, String more) {
        var records = new ArrayList<Record>();
        some.forEach(text -> records.add(TxtText.record(key.name(), 60, text)));
        records.add(TxtText.record(key.name(), 60, more));
        return new RecordSet(key, 60, records);
    }

    protected static RecordSet set(String name, int type, long ttl, String... data) {
        return RecordSet.parse(key(name, type), ttl, List.of(data));
    }

    /// @param name relative to the zone; `@` is the zone
    protected static RecordKey key(String name, int type) {
        return new RecordKey(name.equals("@") ? ZONE : name(name + "." + ZONE), type);
    }

    protected static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

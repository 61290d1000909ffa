package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.propagation.CanaryReport.Place;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a test message should be, and where else it could have come to.
class CanaryMailboxesTest {
    private static final Optional<String> PASSWORD = Optional.of("env:MAILBOX");
    private static final Probing.Mailbox SHARED = mailbox(30, PASSWORD);
    private final Office office = Office.open().withDelivery();

    private static Probing.Mailbox mailbox(int host, Optional<String> password) {
        return new Probing.Mailbox("imaps://probe@192.0.2." + host, password);
    }

    private static Probing.Canary canary(Map<String, Probing.Mailbox> sites) {
        return new Probing.Canary("probe@example.test", Optional.empty(), SHARED, sites);
    }

    /// The profile with a third site, and with the backup in this role.
    private CanaryMailboxes mailboxes(Site.Role backup) {
        Profile profile = office.profile();
        var sites = new LinkedHashMap<>(profile.sites());
        sites.computeIfPresent("backup", (_, site) -> like(site, "backup", backup));
        profile.site("primary")
                .ifPresent(site -> sites.put("west", like(site, "west", Site.Role.MAILBOX)));
        return new CanaryMailboxes(
                office.world(),
                new Profile(
                        profile.about(),
                        profile.domains(),
                        profile.providers(),
                        sites,
                        profile.policies(),
                        profile.probing()),
                "");
    }

    private static Site like(Site site, String name, Site.Role role) {
        return new Site(name, role, site.text(), site.submission(), site.checklist());
    }

    private static CanaryFlight.Box home(
            CanaryMailboxes mailboxes, Map<String, Probing.Mailbox> own, String site)
            throws CanaryFlight.Grounded {
        return mailboxes.home(canary(own), site, CanaryMailboxesTest::nobodyAsks);
    }

    private static List<String> others(
            CanaryMailboxes mailboxes, Map<String, Probing.Mailbox> own, String site) {
        return mailboxes.others(canary(own), site, CanaryMailboxesTest::nobodyAsks).stream()
                .map(
                        box ->
                                at(box)
                                        + " "
                                        + box.place().flatMap(Place::found).orElse("")
                                        + (box.isRight() ? " right" : ""))
                .toList();
    }

    private static DnsAnswer nobodyAsks(RecordKey key) {
        throw new AssertionError("addresses need no name server: " + key);
    }

    private static String at(CanaryFlight.Box box) {
        String host = box.mailbox().targets().getFirst().getHostString();
        return host.substring(host.lastIndexOf('.') + 1);
    }

    @Test
    void a_site_without_a_mailbox_of_its_own_shares_that_of_all() throws Exception {
        var own = Map.of("backup", mailbox(31, PASSWORD));
        CanaryMailboxes mailboxes = mailboxes(Site.Role.MAILBOX);
        CanaryFlight.Box home = home(mailboxes, own, "west");
        assertEquals("30", at(home));
        assertEquals(Optional.of(new Place("west", Optional.of("west"))), home.place());
        assertEquals(List.of("31 backup"), others(mailboxes, own, "west"));
        assertEquals(List.of("30 primary or west"), others(mailboxes, own, "backup"));
    }

    @Test
    void what_a_queue_takes_belongs_to_the_site_that_it_forwards_to() throws Exception {
        var queue =
                new Site.Role(Site.Kind.QUEUE, Site.Accepts.ALWAYS, Optional.of("primary"), true);
        var own = Map.of("primary", mailbox(31, PASSWORD));
        CanaryFlight.Box home = home(mailboxes(queue), own, "backup");
        assertEquals("31", at(home));
        assertEquals(Optional.of(new Place("primary", Optional.of("primary"))), home.place());
        assertEquals(List.of("30 west"), others(mailboxes(queue), own, "backup"));
    }

    @Test
    void where_nobody_knows_the_site_any_mailbox_will_do() throws Exception {
        var own = Map.of("backup", mailbox(31, PASSWORD));
        CanaryMailboxes mailboxes = mailboxes(Site.Role.MAILBOX);
        CanaryFlight.Box home = home(mailboxes, own, "mixed");
        assertEquals("30", at(home));
        assertEquals(Optional.of(new Place("", Optional.of("primary or west"))), home.place());
        assertEquals(List.of("31 backup right"), others(mailboxes, own, "mixed"));
    }

    @Test
    void a_mailbox_that_is_of_no_site_is_told_without_one() throws Exception {
        var own =
                Map.of(
                        "primary",
                        mailbox(31, PASSWORD),
                        "west",
                        mailbox(32, PASSWORD),
                        "backup",
                        mailbox(33, PASSWORD));
        CanaryFlight.Box home = home(mailboxes(Site.Role.MAILBOX), own, "mixed");
        assertEquals("30", at(home));
        assertEquals(Optional.of(new Place("", Optional.empty())), home.place());
        assertEquals(Optional.empty(), home.place().flatMap(Place::stray));
    }

    @Test
    void a_mailbox_that_several_name_is_one_and_one_without_password_is_left_out() {
        var own =
                Map.of(
                        "primary",
                        mailbox(30, PASSWORD),
                        "west",
                        mailbox(32, Optional.empty()),
                        "backup",
                        mailbox(31, PASSWORD));
        assertEquals(List.of("30 primary"), others(mailboxes(Site.Role.MAILBOX), own, "backup"));
    }

    @Test
    void a_profile_with_one_mailbox_speaks_of_no_site() throws Exception {
        CanaryMailboxes mailboxes = mailboxes(Site.Role.MAILBOX);
        assertEquals(Optional.empty(), home(mailboxes, Map.of(), "backup").place());
        assertEquals(List.of(), others(mailboxes, Map.of(), "backup"));
    }
}

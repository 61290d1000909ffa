package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Two name servers, of which the second one hears late of every change: what a switch and its
/// verification say of it.
abstract class LaggingSecondaryContract {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String OLD = "10 mx.primary.acme.test.";
    private static final String NEW = "10 mx.backup.acme.test.";

    private NameServer primary;
    private NameServer secondary;
    private Company company;

    abstract NameServer primary(Zone zone);

    abstract NameServer secondaryOf(NameServer primary);

    @BeforeEach
    void open() throws IOException {
        open(Company.ZONE);
    }

    private void open(String zone) throws IOException {
        primary = primary(Zone.of("acme.test", zone, Grant.wholeZone(KEY)));
        secondary = secondaryOf(primary);
        company = new Company(primary.address(), KEY);
        Company.Shape shape = company.shape();
        company.profile(
                Company.at(primary.address()),
                KEY.name(),
                KEY.algorithm(),
                new Company.Shape(
                        shape.domains(),
                        shape.sites(),
                        List.of(primary.address(), secondary.address())));
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        secondary.close();
        primary.close();
    }

    @Test
    void a_secondary_that_follows_is_waited_for() {
        Company.Ran there = switched("20s");

        assertEquals(0, there.exit(), there.out() + there.err());
        assertEquals(List.of(NEW), mxAt(secondary));
    }

    @Test
    void a_switch_names_the_address_that_still_serves_the_old_data() {
        secondary.fallBehind();

        Company.Ran there = switched("1s");

        assertEquals(5, there.exit(), there.out() + there.err());
        assertTrue(
                there.out().contains("still old: " + Company.at(secondary.address())), there.out());
        assertEquals(List.of(NEW), mxAt(primary));
        assertEquals(List.of(OLD), mxAt(secondary));
    }

    @Test
    void verification_is_pending_until_the_last_server_has_the_new_data() {
        secondary.fallBehind();
        switched("1s");

        Company.Ran pending = company.mxfail("verify", "--expect", "backup", "--json");

        assertEquals(1, pending.exit(), pending.out() + pending.err());
        assertEquals("new", stateOf(primary, pending.out()));
        assertEquals("old", stateOf(secondary, pending.out()));
        assertTrue(compact(pending.out()).contains("\"verdict\":\"pending\""), pending.out());

        secondary.catchUp();
        Company.Ran verified = company.mxfail("verify", "--expect", "backup", "--json");

        assertEquals(0, verified.exit(), verified.out() + verified.err());
        assertEquals("new", stateOf(secondary, verified.out()));
        assertEquals(List.of(NEW), mxAt(secondary));
    }

    @Test
    void an_undo_before_the_secondary_heard_of_the_switch_leaves_both_at_the_old_data() {
        secondary.fallBehind();
        switched("1s");

        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "20s");

        assertEquals(0, back.exit(), back.out() + back.err());
        secondary.catchUp();
        assertEquals(List.of(OLD), mxAt(secondary));
        assertEquals(0, company.mxfail("verify", "--expect", "primary").exit());
    }

    @Test
    void a_secondary_that_has_the_mx_but_neither_spf_nor_key_is_not_through() throws IOException {
        shut();
        // mail is at the backup; its senders and keys were never published
        open(
                Company.ZONE
                        .replace("MX 10 mx.primary", "MX 10 mx.backup")
                        .replace("CNAME relay.primary", "CNAME relay.backup"));
        secondary.fallBehind();

        Company.Ran there = switched("backup", "1s");

        assertEquals(5, there.exit(), there.out() + there.err());
        assertEquals(List.of(NEW), mxAt(secondary));
        String lacks =
                Company.at(secondary.address())
                        + " (bk._domainkey.acme.test. CNAME, acme.test. TXT v=spf1)";
        assertTrue(
                there.out().replaceAll("\\s+", " ").contains("still old: " + lacks), there.out());
        for (String history : List.of("state", "nobody's")) {
            company.rememberRunsIn(history);
            Company.Ran pending = company.mxfail("verify", "--expect", "backup", "--json");
            assertEquals(1, pending.exit(), pending.out() + pending.err());
            assertEquals("new", stateOf(primary, pending.out()));
            assertEquals("old", stateOf(secondary, pending.out()));
            assertTrue(
                    compact(pending.out())
                            .contains(
                                    "\"missing\":[\"bk._domainkey.acme.test.CNAME\",\"acme.test.TXTv=spf1\"]"),
                    pending.out());
        }
        company.rememberRunsIn("state");

        secondary.catchUp();

        Company.Ran verified = company.mxfail("verify", "--expect", "backup");
        assertEquals(0, verified.exit(), verified.out() + verified.err());
    }

    @Test
    void an_undo_that_moves_no_mail_waits_for_the_secondary_too() {
        assertEquals(
                0, company.mxfail("prepare", "--to", "backup", "--yes", "--wait", "20s").exit());
        secondary.fallBehind();

        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "1s");

        assertEquals(5, back.exit(), back.out() + back.err());
        assertTrue(
                back.out()
                        .replaceAll("\\s+", " ")
                        .contains(Company.at(secondary.address()) + " does not serve the new"),
                back.out());
        secondary.catchUp();
        assertEquals(
                0, company.mxfail("prepare", "--to", "backup", "--yes", "--wait", "20s").exit());
        Company.Ran again = company.mxfail("undo", "--yes", "--wait", "20s");
        assertEquals(0, again.exit(), again.out() + again.err());
        assertTrue(again.out().contains("RESTORED"), again.out());
        assertTrue(!again.out().contains("SWITCHED"), again.out());
    }

    private Company.Ran switched(String wait) {
        return switched("primary", wait);
    }

    private Company.Ran switched(String from, String wait) {
        return company.mxfail("switch", "--to", "backup", "--from", from, "--yes", "--wait", wait);
    }

    private static List<String> mxAt(NameServer server) {
        return Ask.data(server.address(), "acme.test.", Type.MX);
    }

    /// What `verify --json` says of a server.
    private static String stateOf(NameServer server, String json) {
        var entry =
                Pattern.compile(
                        "\"server\":\"%s\",[^}]*?\"state\":\"([a-z]+)\""
                                .formatted(Pattern.quote(Company.at(server.address()))));
        Matcher matcher = entry.matcher(compact(json));
        assertTrue(matcher.find(), json);
        return matcher.group(1);
    }

    private static String compact(String json) {
        return json.replaceAll("\\s", "");
    }
}

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
        primary = primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)));
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

    private Company.Ran switched(String wait) {
        return company.mxfail(
                "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", wait);
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

package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Nsupdate;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One zone served by several providers: each is read and written, and mail is switched only when
/// the name servers of all of them say the same.
@NeedsServer({Server.BIND, Server.KNOT})
class SeveralProvidersTest {
    private static final List<String> BACKUP = List.of("10 mx.backup.acme.test.");
    private static final List<String> PRIMARY = List.of("10 mx.primary.acme.test.");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>();

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    @AfterEach
    void shut() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    private Bind bind() {
        return started(Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(key))));
    }

    private Knot knot() {
        return started(Knot.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(key))));
    }

    /// @param providers as YAML flow mappings
    private Company company(List<NameServer> servers, String... providers) throws IOException {
        Company company = started(new Company(servers.getFirst().address(), key));
        Path profile = company.folder.resolve("profiles/acme.yaml");
        String text = Files.readString(profile);
        int from = text.indexOf("provider:");
        int to = text.indexOf("sites:");
        String list = Stream.of(providers).map(p -> "  - " + p).collect(Collectors.joining("\n"));
        String asked =
                servers.stream()
                        .map(s -> '"' + Company.at(s.address()) + '"')
                        .collect(Collectors.joining(", "));
        Files.writeString(
                profile,
                (text.substring(0, from) + "providers:\n" + list + "\n" + text.substring(to))
                        .replaceFirst(
                                "authoritative: \\[[^]]*]", "authoritative: [" + asked + "]"));
        return company;
    }

    private String updates(NameServer server) {
        return "{type: rfc2136, server: \"%s\", tsig: {name: %s, algorithm: %s, secret: \"file:../tsig.secret\"}}"
                .formatted(Company.at(server.address()), key.name(), key.algorithm());
    }

    private static List<String> mx(NameServer server) {
        return Ask.data(server.address(), "acme.test.", Type.MX);
    }

    @Test
    void each_provider_is_written_and_every_name_server_of_each_is_verified() throws Exception {
        Bind bind = bind();
        Knot knot = knot();
        Company company = company(List.of(bind, knot), updates(bind), updates(knot));

        Company.Ran there = company.mxfail(SWITCH);
        assertEquals(0, there.exit(), there.out() + there.err());
        assertEquals(BACKUP, mx(bind));
        assertEquals(BACKUP, mx(knot));

        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "20s");
        assertEquals(0, back.exit(), back.out() + back.err());
        assertEquals(PRIMARY, mx(bind));
        assertEquals(PRIMARY, mx(knot));
    }

    /// Neither delegated nor named, but known by the address that takes its updates.
    @Test
    void a_provider_that_nobody_is_sent_to_is_asked_by_its_own_address() throws Exception {
        Bind bind = bind();
        Knot knot = knot();
        Company company = company(List.of(bind), updates(bind), updates(knot));

        Company.Ran there = company.mxfail(SWITCH);
        assertEquals(0, there.exit(), there.out() + there.err());
        assertTrue(there.out().contains("server   " + Company.at(bind.address())), there.out());
        assertTrue(there.out().contains("server   " + Company.at(knot.address())), there.out());
        assertEquals(BACKUP, mx(knot));
    }

    @Test
    void providers_that_disagree_stop_the_switch_until_someone_accepts_it() throws Exception {
        Bind bind = bind();
        Knot knot = knot();
        Company company = company(List.of(bind, knot), updates(bind), updates(knot));
        // the second provider was already switched by hand
        Nsupdate.signed(knot.address(), key)
                .send(
                        "acme.test",
                        "update delete acme.test. MX",
                        "update add acme.test. 60 MX 10 mx.backup.acme.test.");

        Company.Ran refused = company.mxfail("plan", "--to", "backup");
        assertTrue(refused.out().contains("PROVIDERS-DISAGREE"), refused.out() + refused.err());
        Company.Ran blocked = company.mxfail(SWITCH);
        assertEquals(3, blocked.exit(), blocked.out() + blocked.err());
        assertEquals(PRIMARY, mx(bind));

        Company.Ran accepted =
                company.mxfail(
                        with(
                                SWITCH,
                                "--accept",
                                "PROVIDERS-DISAGREE",
                                "--reason",
                                "half done by hand"));
        assertEquals(0, accepted.exit(), accepted.out() + accepted.err());
        assertEquals(BACKUP, mx(bind));
        assertEquals(BACKUP, mx(knot));
    }

    @Test
    void commands_for_one_of_two_providers_are_no_whole_plan_and_say_so() throws Exception {
        Bind updated = bind();
        Bind served = started(Bind.primary(Zone.of("acme.test", Company.ZONE)));
        Path file = served.file(Zone.of("acme.test", Company.ZONE));
        String files =
                "{type: zonefile, path: \"%s\"}".formatted(file.getParent() + "/${zone}.zone");
        Company company = company(List.of(updated, served), updates(updated), files);

        Company.Ran half = company.mxfail("plan", "--to", "backup", "--export", "nsupdate");
        assertEquals(3, half.exit(), half.out() + half.err());
        assertTrue(half.out().contains("10 mx.backup.acme.test."), half.out());
        assertTrue(half.out().contains("; NOT IN HERE"), half.out());
        assertTrue(half.out().contains("--export bind"), half.out());
        assertTrue(half.err().contains("half a plan"), half.err());

        Company.Ran whole = company.mxfail("plan", "--to", "backup", "--export", "bind");
        assertEquals(0, whole.exit(), whole.out() + whole.err());
        assertFalse(whole.out().contains("NOT IN HERE"), whole.out());
        assertEquals(PRIMARY, mx(updated));
        assertEquals(PRIMARY, mx(served));
    }

    private static String[] with(String[] command, String... more) {
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void a_zone_file_beside_dynamic_updates_is_finished_by_resume() throws Exception {
        Zone still = Zone.of("acme.test", Company.ZONE);
        Bind updated = bind();
        Bind served = started(Bind.primary(still));
        Path faulty = Files.createTempFile("mxfail", ".faulty");
        String check =
                "[/bin/sh, -c, \"test ! -e %s && exec named-checkzone -q $1 $2\", sh]"
                        .formatted(faulty);
        String file =
                "{type: zonefile, path: \"%s\", check: %s, reload: %s}"
                        .formatted(
                                served.file(still).getParent() + "/${zone}.zone",
                                check,
                                served.reloadCommand().stream()
                                        .map(word -> '"' + word + '"')
                                        .toList());
        assertTrue(served.file(still).endsWith("acme.test.zone"), served.file(still).toString());
        Company company = company(List.of(updated, served), updates(updated), file);

        Company.Ran half = company.mxfail(SWITCH);
        assertEquals(4, half.exit(), half.out() + half.err());
        assertEquals(BACKUP, mx(updated));
        assertEquals(PRIMARY, mx(served));
        assertTrue((half.out() + half.err()).contains("resume"), half.out() + half.err());

        Files.delete(faulty);
        Company.Ran rest = company.mxfail("resume", "--yes", "--wait", "20s");
        assertEquals(0, rest.exit(), rest.out() + rest.err());
        assertEquals(BACKUP, mx(served));
        assertFalse(Files.readString(served.file(still)).contains("10 mx.primary\n"));

        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "20s");
        assertEquals(0, back.exit(), back.out() + back.err());
        assertEquals(PRIMARY, mx(updated));
        assertEquals(PRIMARY, mx(served));
    }
}

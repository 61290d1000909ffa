package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Nsupdate;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `providers check`, `providers policy` and `plan --export` on a real BIND: what is printed is
/// carried out and compared with what `switch` does.
@NeedsServer(Server.BIND)
class ProviderAccessTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    private NameServer server;
    private Company company;

    @BeforeEach
    void open() throws IOException {
        server = Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)));
        company = new Company(server.address(), KEY);
    }

    @AfterEach
    void shut() throws Exception {
        company.close();
        server.close();
    }

    @Test
    void a_check_proves_the_right_to_write_and_changes_nothing() throws Exception {
        List<String> soa = Ask.data(server.address(), "acme.test.", Type.SOA);
        Company.Ran fine = providers("check");
        assertEquals(0, fine.exit(), fine.out() + fine.err());
        assertTrue(fine.out().contains("write        proven"), fine.out());
        assertEquals(soa, Ask.data(server.address(), "acme.test.", Type.SOA));

        company.profile(Company.at(server.address()), "another-key", "hmac-sha256");
        Company.Ran refused = providers("check", "--json");
        assertEquals(2, refused.exit(), refused.out() + refused.err());
        assertTrue(refused.out().contains("\"state\" : \"refused\""), refused.out());
        assertFalse(refused.out().contains(KEY.secret()));
    }

    @Test
    void a_policy_needs_no_network_and_names_what_the_profile_writes() throws Exception {
        company.profile("127.0.0.1:1", KEY.name(), KEY.algorithm());
        Company.Ran policy = providers("policy");
        assertEquals(0, policy.exit(), policy.err());
        for (String rule :
                List.of(
                        "grant \"mxfail-key\" name \"acme.test.\" MX TXT;",
                        "grant \"mxfail-key\" name \"smtp.acme.test.\" A AAAA CNAME;",
                        "update-owner-name: [")) {
            assertTrue(policy.out().contains(rule), policy.out());
        }
    }

    @Test
    void the_script_for_nsupdate_leaves_what_a_switch_leaves() throws Exception {
        Company.Ran export = company.mxfail("plan", "--to", "backup", "--export", "nsupdate");
        assertEquals(0, export.exit(), export.out() + export.err());
        assertFalse(export.verbatim().contains(KEY.secret()));
        Nsupdate nsupdate = Nsupdate.signed(server.address(), KEY);
        assertTrue(nsupdate.plays(export.verbatim()), export.out());
        assertEquals(switched(), company.served());
        assertFalse(nsupdate.plays(export.verbatim()), "the zone has moved");
        Company.Ran again = company.mxfail(SWITCH);
        assertTrue(again.out().contains("UNCHANGED"), again.out());
    }

    @Test
    void the_lines_for_a_master_file_leave_what_a_switch_leaves() throws Exception {
        Company.Ran export = company.mxfail("plan", "--to", "backup", "--export", "bind");
        assertEquals(0, export.exit(), export.out() + export.err());
        var lines = new ArrayList<>(transferred());
        for (Record gone : records(marked(export.verbatim(), true))) {
            assertTrue(lines.removeIf(line -> line.equals(gone)), gone::toString);
        }
        var text = new StringBuilder();
        lines.forEach(record -> text.append(record).append('\n'));
        text.append(marked(export.verbatim(), false));
        try (NameServer edited = Bind.primary(Zone.of("acme.test", text.toString()))) {
            List<String> expected = switched();
            try (Company there = new Company(edited.address(), KEY)) {
                assertEquals(expected, there.served());
            }
        }
    }

    @Test
    void a_tool_that_does_not_speak_to_the_provider_is_refused() {
        Company.Ran export = company.mxfail("plan", "--to", "backup", "--export", "aws");
        assertEquals(2, export.exit(), export.out());
        assertTrue(export.err().contains("rfc2136 speaks nsupdate"), export.err());
        assertEquals(2, company.mxfail("plan", "--to", "backup", "--export", "perl").exit());
        Company.Ran json =
                company.mxfail("plan", "--to", "backup", "--export", "nsupdate", "--json");
        assertEquals(2, json.exit(), json.out());
        assertTrue(json.out().contains("mxfail.error/1"), json.out());
    }

    @Test
    void a_blocked_plan_is_not_exported() throws Exception {
        company.backup.close();
        Company.Ran export = company.mxfail("plan", "--to", "backup", "--export", "nsupdate");
        assertEquals(3, export.exit(), export.out());
        assertEquals("", export.out());
    }

    private Company.Ran providers(String... words) {
        var args = new ArrayList<>(List.of(words));
        args.addFirst("providers");
        args.addAll(2, List.of("--profiles", company.folder.resolve("profiles").toString()));
        return company.plain(args.toArray(String[]::new));
    }

    /// What `switch` makes of the same zone on a server of its own.
    private static List<String> switched() throws IOException {
        try (NameServer other =
                        Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)));
                Company twin = new Company(other.address(), KEY)) {
            Company.Ran ran = twin.mxfail(SWITCH);
            assertEquals(0, ran.exit(), ran.out() + ran.err());
            return twin.served();
        }
    }

    private List<Record> transferred() throws Exception {
        ZoneTransferIn transfer =
                ZoneTransferIn.newAXFR(
                        Name.fromConstantString("acme.test."),
                        server.address().getAddress().getHostAddress(),
                        server.address().getPort(),
                        null);
        transfer.run();
        List<Record> records = transfer.getAXFR();
        return records.subList(0, records.size() - 1);
    }

    private static String marked(String export, boolean gone) {
        var text = new StringBuilder();
        export.lines()
                .filter(line -> gone ? line.startsWith(";- ") : !line.startsWith(";"))
                .forEach(line -> text.append(gone ? line.substring(3) : line).append('\n'));
        return text.toString();
    }

    private static List<Record> records(String text) throws IOException {
        var records = new ArrayList<Record>();
        try (var master =
                new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
            for (Record record = master.nextRecord();
                    record != null;
                    record = master.nextRecord()) {
                records.add(record);
            }
        }
        return records;
    }
}

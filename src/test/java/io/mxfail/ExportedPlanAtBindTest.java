package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Nsupdate;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Master;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

@NeedsServer(Server.BIND)
class ExportedPlanAtBindTest extends ExportedPlanContract {
    @Override
    String tool() {
        return "nsupdate";
    }

    @Override
    Place place() throws IOException {
        return new AtBind();
    }

    /// A whole script at once stops before the step that must wait for another.
    @Test
    void nsupdate_stops_before_the_step_that_must_wait() throws Exception {
        try (AtBind one = new AtBind()) {
            Company.Ran export =
                    one.company.mxfail("plan", "--to", "backup", "--export", "nsupdate");
            assertTrue(
                    Nsupdate.signed(one.server.address(), one.key).plays(export.verbatim()),
                    export.verbatim());
            assertEquals(
                    List.of("10 mx.backup.acme.test."),
                    Ask.data(one.server.address(), "acme.test.", Type.MX));
            assertEquals(
                    List.of("10 mx.primary.acme.test."),
                    Ask.data(one.server.address(), "shop.test.", Type.MX));
        }
    }

    /// The lines to take out and to put in, for whoever edits both files.
    @Test
    void edited_files_hold_what_a_switch_leaves() throws Exception {
        try (AtBind edited = new AtBind();
                AtBind switched = new AtBind()) {
            Company.Ran export =
                    edited.company.mxfail("plan", "--to", "backup", "--export", "bind");
            assertEquals(0, export.exit(), export.out() + export.err());
            var gone = new ArrayList<>(records(marked(export.verbatim(), true)));
            List<String> put = records(marked(export.verbatim(), false));
            var files = new ArrayList<Zone>();
            for (int i = 0; i < StoredZones.NAMES.size(); i++) {
                String zone = StoredZones.NAMES.get(i);
                var lines = new ArrayList<>(edited.stored().get(i));
                lines.removeIf(gone::remove);
                put.stream()
                        .filter(line -> line.split("\\s")[0].endsWith(zone))
                        .forEach(lines::add);
                files.add(
                        Zone.of(
                                zone.substring(0, zone.length() - 1),
                                "@ 3600 IN SOA ns1 hostmaster 2 3600 600 604800 300\n"
                                        + String.join("\n", lines)
                                        + "\n"));
            }
            assertEquals(List.of(), gone, "lines that are in no file");

            Company.Ran ran =
                    switched.company.mxfail(
                            "switch", "--to", "backup", "--from", "primary", "--yes", "--wait",
                            "30s");
            assertEquals(0, ran.exit(), ran.out() + ran.err());
            try (Bind loaded = Bind.primary(files.toArray(Zone[]::new))) {
                assertEquals(switched.stored(), stored(loaded));
            }
        }
    }

    private static String marked(String export, boolean gone) {
        var text = new StringBuilder();
        export.lines()
                .filter(line -> gone ? line.startsWith(";- ") : !line.startsWith(";"))
                .forEach(line -> text.append(gone ? line.substring(3) : line).append('\n'));
        return text.toString();
    }

    private static List<String> records(String text) throws IOException {
        var records = new ArrayList<String>();
        try (var master =
                new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                records.add(r.toString());
            }
        }
        return records;
    }

    private static List<List<String>> stored(Bind server) {
        return StoredZones.NAMES.stream()
                .map(name -> Ask.zone(server.address(), name.substring(0, name.length() - 1)))
                .toList();
    }

    private static final class AtBind implements Place {
        private final Key key = Key.random("mxfail-key");
        private final Bind server;
        private final Company company;

        AtBind() throws IOException {
            server =
                    Bind.primary(
                            StoredZones.NAMES.stream()
                                    .map(
                                            name ->
                                                    Zone.of(
                                                            name.substring(0, name.length() - 1),
                                                            StoredZones.text(name),
                                                            Grant.wholeZone(key)))
                                    .toArray(Zone[]::new));
            company = new Company(server.address(), key);
            company.profile(
                    Company.at(server.address()),
                    key.name(),
                    key.algorithm(),
                    new Company.Shape(TwoZones.DOMAINS, SITES, List.of(server.address())));
        }

        @Override
        public Company company() {
            return company;
        }

        @Override
        public List<List<String>> stored() {
            return ExportedPlanAtBindTest.stored(server);
        }

        /// Up to each `quit`, as the script says.
        @Override
        public boolean plays(String script) {
            Nsupdate nsupdate = Nsupdate.signed(server.address(), key);
            return Stream.of(script.split("(?m)^quit$")).allMatch(nsupdate::plays);
        }

        @Override
        public void close() throws IOException {
            company.close();
            server.close();
        }
    }
}

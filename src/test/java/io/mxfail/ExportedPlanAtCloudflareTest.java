package io.mxfail;

import io.mxfail.adapter.cloudflare.FakeCloudflare;
import io.mxfail.adapter.cloudflare.FakeCloudflare.FakeZone;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Shell;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

@NeedsServer(Server.CURL)
class ExportedPlanAtCloudflareTest extends ExportedPlanContract {
    @Override
    String tool() {
        return "curl";
    }

    @Override
    Place place() throws IOException {
        return new AtCloudflare();
    }

    private static final class AtCloudflare implements Place {
        private final FakeCloudflare service = new FakeCloudflare();
        private final StoredZones served = new StoredZones();
        private final List<FakeZone> zones;
        private final Company company;

        AtCloudflare() throws IOException {
            zones =
                    StoredZones.NAMES.stream()
                            .map(name -> service.zone(undotted(name), "full", true))
                            .toList();
            for (FakeZone zone : zones) {
                StoredZones.records(zone.name() + ".").forEach(record -> put(zone, record));
            }
            service.served(zone -> served.serve(zone.name() + ".", lines(zone)));
            Key unused = Key.random("unused-key");
            company = new Company(served.address(), unused);
            company.profile(
                    Company.at(served.address()),
                    unused.name(),
                    unused.algorithm(),
                    new Company.Shape(TwoZones.DOMAINS, SITES, List.of(served.address())));
            company.provider(
                    "{type: cloudflare, endpoint: \"%s\", token: \"file:%s\"}"
                            .formatted(
                                    service.endpoint(),
                                    Keyring.keep(company.folder, "token", FakeCloudflare.TOKEN)));
        }

        private void put(FakeZone zone, Record record) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("type", Type.string(record.getType()));
            fields.put("name", undotted(record.getName().toString()));
            fields.put("ttl", (int) record.getTTL());
            fields.put("comment", "ask the mail team");
            if (record instanceof MXRecord mx) {
                fields.put("priority", mx.getPriority());
                fields.put("content", undotted(mx.getTarget().toString()));
            } else {
                fields.put("content", undotted(record.rdataToString()));
            }
            service.put(zone, fields);
        }

        private static String undotted(String name) {
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        }

        private static String lines(FakeZone zone) {
            return zone.records().stream()
                    .map(AtCloudflare::line)
                    .collect(Collectors.joining("\n", "", "\n"));
        }

        private static String line(Map<String, Object> record) {
            String type = String.valueOf(record.get("type"));
            String content = String.valueOf(record.get("content"));
            return "%s. %s IN %s %s"
                    .formatted(
                            record.get("name"),
                            record.get("ttl"),
                            type,
                            switch (type) {
                                case "MX" -> record.get("priority") + " " + content + ".";
                                case "CNAME" -> content + ".";
                                default -> content;
                            });
        }

        @Override
        public Company company() {
            return company;
        }

        /// With the comments, which live as long as a record is changed in place.
        @Override
        public List<List<String>> stored() {
            return zones.stream()
                    .map(
                            zone ->
                                    zone.records().stream()
                                            .map(r -> line(r) + " ; " + r.get("comment"))
                                            .sorted()
                                            .toList())
                    .toList();
        }

        @Override
        public boolean plays(String script) {
            return Shell.plays(
                    script,
                    Map.of("CLOUDFLARE_API_TOKEN", FakeCloudflare.TOKEN, "MXFAIL_GO_ON", "1"));
        }

        @Override
        public void close() throws IOException {
            company.close();
            served.close();
            service.close();
        }
    }
}

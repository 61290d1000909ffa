package io.mxfail;

import io.mxfail.adapter.route53.AwsStandIn;
import io.mxfail.adapter.route53.FakeRoute53;
import io.mxfail.adapter.route53.FakeZone;
import io.mxfail.adapter.route53.Route53Account;
import io.mxfail.core.dns.TxtText;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Shell;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@NeedsServer(Server.CURL)
class ExportedPlanAtRoute53Test extends ExportedPlanContract {
    @Override
    String tool() {
        return "aws";
    }

    @Override
    Place place() throws IOException {
        return new AtRoute53();
    }

    private static final class AtRoute53 implements Place {
        private final FakeRoute53 service = new FakeRoute53(Route53Account.users());
        private final StoredZones served = new StoredZones();
        private final List<FakeZone> zones = new ArrayList<>();
        private final AwsStandIn aws = new AwsStandIn(service);
        private final Company company;

        AtRoute53() throws IOException {
            service.synchroniseWhenAsked();
            for (String name : StoredZones.NAMES) {
                FakeZone zone = service.zone("Z" + zones.size() + "PUBLIC", name);
                zones.add(zone);
                var sets = new LinkedHashMap<FakeZone.Id, FakeZone.Set>();
                for (Record record : StoredZones.records(name)) {
                    var at =
                            new FakeZone.Id(
                                    record.getName().toString(),
                                    Type.string(record.getType()),
                                    Optional.empty());
                    var values =
                            new ArrayList<>(
                                    Optional.ofNullable(sets.get(at))
                                            .map(FakeZone.Set::values)
                                            .orElse(List.of()));
                    values.add(
                            record instanceof TXTRecord text
                                    ? TxtText.quoted(text)
                                    : record.rdataToString());
                    sets.put(at, new FakeZone.Set(record.getTTL(), values, ""));
                }
                sets.forEach(zone::put);
            }
            service.served(
                    zone ->
                            served.serve(
                                    StoredZones.NAMES.get(zones.indexOf(zone)),
                                    String.join("\n", zone.lines()) + "\n"));
            Key unused = Key.random("unused-key");
            company = new Company(served.address(), unused);
            company.profile(
                    Company.at(served.address()),
                    unused.name(),
                    unused.algorithm(),
                    new Company.Shape(TwoZones.DOMAINS, SITES, List.of(served.address())));
            company.provider(
                    "{type: route53, endpoint: \"%s\", aws-profile: known, timeout: 60s}"
                            .formatted(service.url()));
        }

        @Override
        public Company company() {
            return company;
        }

        @Override
        public List<List<String>> stored() {
            return zones.stream().map(FakeZone::lines).toList();
        }

        @Override
        public boolean plays(String script) {
            return Shell.plays(
                    script, Map.of("PATH", aws.folder() + ":/usr/bin:/bin", "MXFAIL_GO_ON", "1"));
        }

        @Override
        public void close() throws IOException {
            company.close();
            aws.close();
            served.close();
            service.close();
        }
    }
}

package io.mxfail;

import io.mxfail.real.Ask;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.real.Shell;
import io.mxfail.real.Zone;

import java.io.IOException;
import java.util.List;
import java.util.Map;

@NeedsServer({Server.POWERDNS, Server.CURL})
class ExportedPlanAtPowerDnsTest extends ExportedPlanContract {
    @Override
    String tool() {
        return "curl";
    }

    /// Its API compares nothing: the same PATCH twice is the same zone.
    @Override
    boolean refusesStale() {
        return false;
    }

    @Override
    Place place() throws IOException {
        return new AtPowerDns();
    }

    private static final class AtPowerDns implements Place {
        private final PowerDns server =
                PowerDns.primary(
                        StoredZones.NAMES.stream()
                                .map(
                                        name ->
                                                Zone.of(
                                                        name.substring(0, name.length() - 1),
                                                        "$ORIGIN "
                                                                + name
                                                                + "\n"
                                                                + StoredZones.text(name)))
                                .toArray(Zone[]::new));
        private final Company company;

        AtPowerDns() throws IOException {
            Key unused = Key.random("unused-key");
            company = new Company(server.address(), unused);
            company.profile(
                    Company.at(server.address()),
                    unused.name(),
                    unused.algorithm(),
                    new Company.Shape(TwoZones.DOMAINS, SITES, List.of(server.address())));
            company.provider(
                    "{type: powerdns, url: \"%s\", api-key: \"file:%s\"}"
                            .formatted(
                                    server.url(),
                                    Keyring.keep(company.folder, "api.key", PowerDns.API_KEY)));
        }

        @Override
        public Company company() {
            return company;
        }

        @Override
        public List<List<String>> stored() {
            return StoredZones.NAMES.stream()
                    .map(name -> Ask.zone(server.address(), name.substring(0, name.length() - 1)))
                    .toList();
        }

        @Override
        public boolean plays(String script) {
            return Shell.plays(
                    script, Map.of("PDNS_API_KEY", PowerDns.API_KEY, "MXFAIL_GO_ON", "1"));
        }

        @Override
        public void close() throws IOException {
            company.close();
            server.close();
        }
    }
}

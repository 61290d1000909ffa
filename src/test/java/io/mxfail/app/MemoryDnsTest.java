package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderContract;

import org.xbill.DNS.Master;
import org.xbill.DNS.Record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fake that the use cases are tested with is held to what every adapter must do.
class MemoryDnsTest extends ProviderContract {
    @Override
    protected Account account() throws IOException {
        var zones = new MemoryDns.Zones().zone(ZONE, content());
        var provider =
                new MemoryDns("memory one", MemoryDns.unit(Capabilities.Atomicity.ZONE), zones);
        return new Account() {
            @Override
            public DnsProvider provider() {
                return provider;
            }

            @Override
            public DnsProvider stranger() {
                return provider.stranger();
            }

            @Override
            public int writes() {
                return zones.writes();
            }

            /// A service that confirms by reading loses nothing when its answer is lost.
            @Override
            public void loseTheNextAnswer() {
                zones.next(zones::apply);
            }

            @Override
            public void close() {
                provider.close();
            }
        };
    }

    /// Nothing lies between it and its zones.
    @Override
    protected Optional<Budget> budget() {
        return Optional.empty();
    }

    private static List<RecordSet> content() throws IOException {
        Map<RecordKey, List<Record>> sets = new LinkedHashMap<>();
        var in = new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.UTF_8));
        try (var master = new Master(in, ZONE)) {
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                sets.computeIfAbsent(RecordKey.of(r), _ -> new ArrayList<>()).add(r);
            }
        }
        return sets.values().stream().map(RecordSet::of).toList();
    }
}

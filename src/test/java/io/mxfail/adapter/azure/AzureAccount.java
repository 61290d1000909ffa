package io.mxfail.adapter.azure;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.ServiceAccount;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A resource group at a fake service of its own, with the contract's zone.
final class AzureAccount extends ServiceAccount<FakeAzure> {
    private final FakeAzure.Zone zone = service().zone("example.test", "Public");

    AzureAccount() {
        super(new FakeAzure(), service -> open(service.address(), FakeAzure.SECRET, Map.of()));
        service().zone("unrelated.test", "Public");
        add("MX", "@", "MXRecords", Map.of("preference", 10, "exchange", "mx1.example.test"));
        add("TXT", "@", "TXTRecords", Map.of("value", List.of("v=spf1 -all")));
        add("A", "mx1", "ARecords", Map.of("ipv4Address", "192.0.2.1"));
        add("AAAA", "mx1", "AAAARecords", Map.of("ipv6Address", "2001:db8::1"));
        service()
                .put(
                        zone,
                        "CNAME",
                        "alias",
                        Map.of("TTL", 300, "CNAMERecord", Map.of("cname", "mx1.example.test.")));
        add("A", "*.wild", "ARecords", Map.of("ipv4Address", "192.0.2.99"));
        add("TXT", "*.wild", "TXTRecords", Map.of("value", List.of("from the wildcard")));
        add("A", "own.wild", "ARecords", Map.of("ipv4Address", "192.0.2.98"));
    }

    FakeAzure.Zone zone() {
        return zone;
    }

    Map<String, Object> add(String type, String name, String member, Map<String, Object> record) {
        return service().put(zone, type, name, Map.of("TTL", 300, member, List.of(record)));
    }

    static DnsProvider open(String root, String secret, Map<String, Object> more) {
        var options =
                new LinkedHashMap<String, Object>(
                        Map.of(
                                "endpoint",
                                root,
                                "subscription",
                                "sub-1",
                                "resource-group",
                                "dns-group",
                                "tenant",
                                FakeAzure.TENANT,
                                "client-id",
                                FakeAzure.CLIENT,
                                "client-secret",
                                secret,
                                "timeout",
                                "10s"));
        options.putAll(more);
        return new AzureFactory(_ -> {}, InstantSource.system())
                .open(new ProviderConfig("azure", options));
    }

    @Override
    public DnsProvider stranger() {
        return open(service().address(), "another-secret-0123456789", Map.of());
    }
}

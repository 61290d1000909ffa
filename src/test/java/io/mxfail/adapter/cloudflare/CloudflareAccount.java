package io.mxfail.adapter.cloudflare;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.ServiceAccount;

import java.util.LinkedHashMap;
import java.util.Map;

/// An account at a fake service of its own, with the contract's zone.
final class CloudflareAccount extends ServiceAccount<FakeCloudflare> {
    private final FakeCloudflare.FakeZone zone = service().zone("example.test", "full", true);

    CloudflareAccount() {
        super(new FakeCloudflare(), fake -> open(fake.endpoint(), FakeCloudflare.TOKEN, Map.of()));
        service().zone("unrelated.test", "full", true);
        add("MX", "example.test", Map.of("content", "mx1.example.test", "priority", 10));
        add("TXT", "example.test", Map.of("content", "\"v=spf1 -all\""));
        add("A", "mx1.example.test", Map.of("content", "192.0.2.1"));
        add("AAAA", "mx1.example.test", Map.of("content", "2001:db8::1"));
        add("CNAME", "alias.example.test", Map.of("content", "mx1.example.test"));
        add("A", "*.wild.example.test", Map.of("content", "192.0.2.99"));
        add("TXT", "*.wild.example.test", Map.of("content", "\"from the wildcard\""));
        add("A", "own.wild.example.test", Map.of("content", "192.0.2.98"));
    }

    FakeCloudflare.FakeZone zone() {
        return zone;
    }

    Map<String, Object> add(String type, String name, Map<String, Object> more) {
        var record = new LinkedHashMap<String, Object>(Map.of("type", type, "name", name));
        record.putAll(more);
        return service().put(zone, record);
    }

    DnsProvider open(String token, Map<String, Object> more) {
        return open(service().endpoint(), token, more);
    }

    /// Waits for nothing between two tries.
    static DnsProvider open(String endpoint, String token, Map<String, Object> more) {
        var options =
                new LinkedHashMap<String, Object>(
                        Map.of("endpoint", endpoint, "token", token, "timeout", "10s"));
        options.putAll(more);
        return new CloudflareFactory(_ -> {}).open(new ProviderConfig("cloudflare", options));
    }

    @Override
    public DnsProvider stranger() {
        return open("another-token-0123456789", Map.of());
    }
}

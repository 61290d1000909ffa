package io.mxfail.adapter.google;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.wire.http.ServiceAccount;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// A project at a fake service of its own, with the contract's zone.
final class GoogleAccount extends ServiceAccount<FakeGoogle> {
    private final FakeGoogle.Zone zone = service().zone("acme", "example.test.", "public");

    GoogleAccount() {
        super(
                new FakeGoogle(),
                fake -> open(fake.address(), fake.credentials(FakeGoogle.KEYS), Map.of()));
        service().zone("unrelated", "unrelated.test.", "public");
        service().put(zone, "example.test.", "MX", 300, "10 mx1.example.test.");
        service().put(zone, "example.test.", "TXT", 300, "\"v=spf1 -all\"");
        service().put(zone, "mx1.example.test.", "A", 300, "192.0.2.1");
        service().put(zone, "mx1.example.test.", "AAAA", 300, "2001:db8::1");
        service().put(zone, "alias.example.test.", "CNAME", 300, "mx1.example.test.");
        service().put(zone, "*.wild.example.test.", "A", 300, "192.0.2.99");
        service().put(zone, "*.wild.example.test.", "TXT", 300, "\"from the wildcard\"");
        service().put(zone, "own.wild.example.test.", "A", 300, "192.0.2.98");
    }

    FakeGoogle.Zone zone() {
        return zone;
    }

    DnsProvider open(String credentials, Map<String, Object> more) {
        return open(service().address(), credentials, more);
    }

    static DnsProvider open(String root, String credentials, Map<String, Object> more) {
        var options =
                new LinkedHashMap<String, Object>(
                        Map.of(
                                "endpoint",
                                root,
                                "project",
                                FakeGoogle.PROJECT,
                                "credentials",
                                credentials,
                                "timeout",
                                "10s"));
        options.putAll(more);
        return new GoogleFactory(_ -> {}, InstantSource.system())
                .open(new ProviderConfig("google", options));
    }

    @Override
    public DnsProvider stranger() {
        return open(service().credentials(FakeGoogle.STRANGE_KEYS), Map.of());
    }
}

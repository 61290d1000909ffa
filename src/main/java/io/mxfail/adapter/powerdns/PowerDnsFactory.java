package io.mxfail.adapter.powerdns;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.wire.dns.DnsClient;
import io.mxfail.wire.dns.DnsKey;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpSettings;

import java.time.InstantSource;
import java.util.Optional;

/// Opens the HTTP API of a PowerDNS server.
public final class PowerDnsFactory implements DnsProviderFactory {
    private final HttpClient.Waiting waiting;
    private final DnsClient dns;

    public PowerDnsFactory() {
        this(Thread::sleep, InstantSource.system());
    }

    /// Opens with another clock.
    ///
    /// @param waiting how the time between two tries of a read passes
    /// @param time what the signatures of `cas-via` are dated with
    public PowerDnsFactory(HttpClient.Waiting waiting, InstantSource time) {
        this.waiting = waiting;
        this.dns = new DnsClient(time);
    }

    @Override
    public ProviderDescription description() {
        return PowerDnsDescription.DESCRIPTION;
    }

    /// Opens; see [DnsProviderFactory#open].
    ///
    /// @throws IllegalArgumentException where an option is missing or wrong; the message names it
    ///     and holds no secret
    @Override
    public DnsProvider open(ProviderConfig config) {
        String key = HttpSettings.required(config, "api-key").strip();
        if (!key.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "`api-key` of powerdns holds blanks or characters that no header can carry");
        }
        HttpSettings settings = HttpSettings.ofOwn(config, "url");
        var http = new HttpClient("PowerDNS", settings, waiting).hide(key);
        var api = new PowerDnsApi(http, key, config.text("server-id").orElse("localhost"));
        Optional<ProviderConfig> via = config.group("cas-via");
        return new PowerDns(
                api,
                via.map(
                        group ->
                                new UpdateRoute(
                                        dns, server(group), key(group), settings.timeout())));
    }

    private static ServerAddress server(ProviderConfig via) {
        return ServerAddress.parse(HttpSettings.required(via, "server"), ServerAddress.DNS_PORT);
    }

    private static Optional<DnsKey> key(ProviderConfig via) {
        Optional<ProviderConfig> tsig = via.group("tsig");
        if (tsig.isEmpty() && via.text("tsig").filter("none"::equals).isEmpty()) {
            throw new IllegalArgumentException(
                    "`cas-via` of powerdns needs `tsig: {name, algorithm, secret}`, or `tsig: none`"
                            + " for a server that takes unsigned updates");
        }
        return tsig.map(
                group ->
                        DnsKey.parse(
                                HttpSettings.required(group, "name"),
                                HttpSettings.required(group, "algorithm"),
                                HttpSettings.required(group, "secret")));
    }
}

package io.mxfail.adapter.google;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.wire.http.AccessToken;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpSettings;

import java.time.InstantSource;
import java.util.LinkedHashMap;

/// Opens a project of Google Cloud DNS.
public final class GoogleFactory implements DnsProviderFactory {
    private static final String USUAL = "https://dns.googleapis.com";

    private final HttpClient.Waiting waiting;
    private final InstantSource time;

    public GoogleFactory() {
        this(Thread::sleep, InstantSource.system());
    }

    /// Opens with another clock.
    ///
    /// @param waiting how the time between two tries of a read passes
    /// @param time what tokens are asked for by
    public GoogleFactory(HttpClient.Waiting waiting, InstantSource time) {
        this.waiting = waiting;
        this.time = time;
    }

    @Override
    public ProviderDescription description() {
        return GoogleDescription.DESCRIPTION;
    }

    /// Opens; see [DnsProviderFactory#open].
    ///
    /// @throws IllegalArgumentException where an option is missing or wrong; the message names it
    ///     and holds no secret
    @Override
    public DnsProvider open(ProviderConfig config) {
        String project = HttpSettings.required(config, "project");
        var account = ServiceAccount.parse(HttpSettings.required(config, "credentials"));
        var loginOptions = new LinkedHashMap<>(config.options());
        loginOptions.put("endpoint", account.tokenUri());
        var login =
                new HttpClient(
                        "Google's token service",
                        HttpSettings.of(
                                new ProviderConfig(config.type(), loginOptions),
                                account.tokenUri()),
                        waiting);
        var http = new HttpClient("Google Cloud DNS", HttpSettings.of(config, USUAL), waiting);
        var token = new AccessToken(time, () -> account.fetch(login, http, time.instant()));
        return new Google(new GoogleApi(http, token, project), config.text("managed-zone"));
    }
}

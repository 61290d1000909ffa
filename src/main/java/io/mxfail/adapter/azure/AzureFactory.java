package io.mxfail.adapter.azure;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.wire.http.AccessToken;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpSettings;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Opens a resource group of Azure DNS.
public final class AzureFactory implements DnsProviderFactory {
    private static final String USUAL = "https://management.azure.com";

    /// Where each of Azure's clouds signs in. Another endpoint is a lab or a gateway, and takes
    /// both.
    private static final Map<String, String> LOGINS =
            Map.of(
                    USUAL,
                    "https://login.microsoftonline.com",
                    "https://management.usgovcloudapi.net",
                    "https://login.microsoftonline.us",
                    "https://management.chinacloudapi.cn",
                    "https://login.partner.microsoftonline.cn");

    private final HttpClient.Waiting waiting;
    private final InstantSource time;

    public AzureFactory() {
        this(Thread::sleep, InstantSource.system());
    }

    /// Opens with another clock.
    ///
    /// @param waiting how the time between two tries of a read passes
    /// @param time what tokens expire by
    public AzureFactory(HttpClient.Waiting waiting, InstantSource time) {
        this.waiting = waiting;
        this.time = time;
    }

    @Override
    public ProviderDescription description() {
        return AzureDescription.DESCRIPTION;
    }

    /// Opens; see [DnsProviderFactory#open].
    ///
    /// @throws IllegalArgumentException where an option is missing or wrong; the message names it
    ///     and holds no secret
    @Override
    public DnsProvider open(ProviderConfig config) {
        var group =
                new AzureApi.Group(
                        HttpSettings.required(config, "subscription"),
                        HttpSettings.required(config, "resource-group"));
        var http = new HttpClient("Azure DNS", HttpSettings.of(config, USUAL), waiting);
        var application =
                new Application(
                        HttpSettings.required(config, "tenant"),
                        HttpSettings.required(config, "client-id"),
                        HttpSettings.required(config, "client-secret"),
                        http.address());
        var options = new LinkedHashMap<>(config.options());
        options.put("endpoint", LOGINS.getOrDefault(http.address(), http.address()));
        var login =
                new HttpClient(
                                "Azure's sign-in",
                                HttpSettings.of(new ProviderConfig(config.type(), options), USUAL),
                                waiting)
                        .hide(application.secret());
        http.hide(application.secret());
        var token = new AccessToken(time, () -> application.fetch(login, http));
        return new Azure(new AzureApi(http, token, group));
    }
}

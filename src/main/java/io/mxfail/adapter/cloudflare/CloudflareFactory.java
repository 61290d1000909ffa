package io.mxfail.adapter.cloudflare;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpSettings;

/// Opens an account of Cloudflare.
public final class CloudflareFactory implements DnsProviderFactory {
    private static final String USUAL = "https://api.cloudflare.com/client/v4";

    private final HttpClient.Waiting waiting;

    public CloudflareFactory() {
        this(Thread::sleep);
    }

    /// @param waiting how the time between two tries of a read passes
    public CloudflareFactory(HttpClient.Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ProviderDescription description() {
        return CloudflareDescription.DESCRIPTION;
    }

    /// @throws IllegalArgumentException where an option is missing or wrong; the message names it
    ///     and holds no secret
    @Override
    public DnsProvider open(ProviderConfig config) {
        String token = HttpSettings.required(config, "token").strip();
        if (!token.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "`token` of cloudflare is not an API token: it holds blanks or other characters"
                            + " that none has");
        }
        var http =
                new HttpClient("Cloudflare", HttpSettings.of(config, USUAL), waiting).hide(token);
        return new Cloudflare(new CloudflareApi(http, token), config.text("zone-id"));
    }
}

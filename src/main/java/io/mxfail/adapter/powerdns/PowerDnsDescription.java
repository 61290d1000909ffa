package io.mxfail.adapter.powerdns;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import java.time.Duration;
import java.util.List;

/// What the `powerdns` adapter is and takes.
public final class PowerDnsDescription {
    /// Without `cas-via`: the API compares nothing, so the sets are read again right before.
    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.ZONE,
                    Capabilities.StaleWrite.DETECTED_BY_REREAD,
                    Duration.ZERO,
                    1000);

    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "powerdns",
                    "PowerDNS Authoritative Server (HTTP API)",
                    List.of(
                            OptionSpec.of(
                                    "url", Kind.URL, true, "the server's root, without /api/v1"),
                            OptionSpec.of("api-key", Kind.SECRET, true, "the key of the API"),
                            OptionSpec.of(
                                    "server-id",
                                    Kind.TEXT,
                                    false,
                                    "the server within the API; localhost"),
                            OptionSpec.group(
                                    "cas-via",
                                    false,
                                    "dynamic updates to the same server, which refuse stale writes",
                                    OptionSpec.of(
                                            "server",
                                            Kind.ADDRESS,
                                            true,
                                            "the name server that takes updates"),
                                    OptionSpec.group(
                                            "tsig",
                                            true,
                                            "the key that signs updates, or the word `none`",
                                            OptionSpec.of(
                                                    "name", Kind.TEXT, true, "the key's name"),
                                            OptionSpec.of(
                                                    "algorithm",
                                                    Kind.TEXT,
                                                    true,
                                                    "such as hmac-sha256"),
                                            OptionSpec.of(
                                                    "secret",
                                                    Kind.SECRET,
                                                    true,
                                                    "the shared secret, base64"))),
                            OptionSpec.CA_FILE,
                            OptionSpec.ENDPOINT,
                            OptionSpec.TIMEOUT),
                    Traits.of(
                            CAPABILITIES, "the API key (all zones); with cas-via also a TSIG key"));

    private PowerDnsDescription() {}
}

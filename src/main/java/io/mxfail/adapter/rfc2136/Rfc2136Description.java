package io.mxfail.adapter.rfc2136;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import java.time.Duration;
import java.util.List;

/// What the `rfc2136` adapter is and takes.
public final class Rfc2136Description {
    /// So many small sets fit one message; of larger ones fewer do, and the write says so.
    static final int MOST_SETS = 500;

    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.ZONE,
                    Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                    Duration.ZERO,
                    MOST_SETS);

    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "rfc2136",
                    "dynamic updates (RFC 2136) to BIND, Knot, PowerDNS and others",
                    List.of(
                            OptionSpec.of(
                                    "server",
                                    Kind.ADDRESS,
                                    true,
                                    "the primary name server that takes updates"),
                            OptionSpec.group(
                                    "tsig",
                                    true,
                                    "the key that signs updates, or the word `none`",
                                    OptionSpec.of("name", Kind.TEXT, true, "the key's name"),
                                    OptionSpec.of(
                                            "algorithm", Kind.TEXT, true, "such as hmac-sha256"),
                                    OptionSpec.of(
                                            "secret",
                                            Kind.SECRET,
                                            true,
                                            "the shared secret, base64")),
                            OptionSpec.TIMEOUT),
                    Traits.of(CAPABILITIES, "a TSIG key that may update the profile's names"));

    private Rfc2136Description() {}
}

package io.mxfail.adapter.rfc2136;

import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;

import java.util.List;

/// What the `rfc2136` adapter is and takes.
public final class Rfc2136Description {
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
                            new OptionSpec(
                                    "tsig",
                                    Kind.GROUP,
                                    true,
                                    List.of(
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
                                                    "the shared secret, base64")),
                                    "the key that signs updates, or the word `none`")));

    private Rfc2136Description() {}
}

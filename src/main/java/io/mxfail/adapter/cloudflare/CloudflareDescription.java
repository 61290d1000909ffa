package io.mxfail.adapter.cloudflare;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Limits;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the `cloudflare` adapter is and takes.
public final class CloudflareDescription {
    /// Those that this adapter writes.
    private static final Set<Integer> TYPES =
            Set.of(
                    Type.A,
                    Type.AAAA,
                    Type.CAA,
                    Type.CNAME,
                    Type.MX,
                    Type.NS,
                    Type.PTR,
                    Type.SRV,
                    Type.TLSA,
                    Type.TXT);

    /// A batch of the free plan takes 200 operations on single records.
    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.ZONE,
                    Capabilities.StaleWrite.DETECTED_BY_REREAD,
                    Duration.ofSeconds(60),
                    100,
                    TYPES,
                    new Limits(
                            CloudflareBatch.LONGEST_TTL,
                            Limits.NONE.longestText(),
                            Set.of(),
                            new Limits.Batch(
                                    CloudflareBatch.MOST_OPERATIONS, Integer.MAX_VALUE, true)));

    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "cloudflare",
                    "Cloudflare DNS",
                    List.of(
                            OptionSpec.of(
                                    "zone-id",
                                    Kind.TEXT,
                                    false,
                                    "the zone; default: found by name"),
                            OptionSpec.of(
                                    "token", Kind.SECRET, true, "an API token, no global key"),
                            OptionSpec.ENDPOINT,
                            OptionSpec.CA_FILE,
                            OptionSpec.TIMEOUT),
                    Traits.of(
                            CAPABILITIES,
                            "an API token with DNS:Edit on the zone, and Zone:Read without"
                                    + " zone-id"));

    private CloudflareDescription() {}
}

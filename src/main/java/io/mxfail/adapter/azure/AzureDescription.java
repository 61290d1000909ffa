package io.mxfail.adapter.azure;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Limits;
import io.mxfail.core.plan.Limits.Lack;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the `azure` adapter is and takes.
public final class AzureDescription {
    /// Those of the specification that are written; the service has no TLSA. They stand
    /// here so that a list of providers loads nothing of the adapter itself.
    static final Set<Integer> TYPES =
            Set.of(
                    Type.A,
                    Type.AAAA,
                    Type.CAA,
                    Type.CNAME,
                    Type.MX,
                    Type.NS,
                    Type.PTR,
                    Type.SRV,
                    Type.TXT);

    /// A write of several sets is as many requests; so many of them end in reasonable time.
    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.RRSET,
                    Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                    Duration.ofSeconds(1),
                    100,
                    TYPES,
                    new Limits(
                            Integer.MAX_VALUE,
                            Limits.NONE.longestText(),
                            Set.of(Lack.NULL_MX, Lack.EMPTY_TEXT, Lack.NON_ASCII_TEXT),
                            Limits.Batch.NONE));

    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "azure",
                    "Azure DNS",
                    List.of(
                            OptionSpec.of("subscription", Kind.TEXT, true, "the subscription"),
                            OptionSpec.of(
                                    "resource-group",
                                    Kind.TEXT,
                                    true,
                                    "the resource group of the zones"),
                            OptionSpec.of("tenant", Kind.TEXT, true, "the directory that signs in"),
                            OptionSpec.of(
                                    "client-id", Kind.TEXT, true, "the application that signs in"),
                            OptionSpec.of("client-secret", Kind.SECRET, true, "its secret"),
                            OptionSpec.ENDPOINT,
                            OptionSpec.CA_FILE,
                            OptionSpec.TIMEOUT),
                    Traits.experimental(
                            CAPABILITIES,
                            "an application with write right on the dnsZones record types"));

    private AzureDescription() {}
}

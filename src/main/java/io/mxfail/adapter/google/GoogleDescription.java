package io.mxfail.adapter.google;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import java.time.Duration;
import java.util.List;

/// What the `google` adapter is and takes.
public final class GoogleDescription {
    /// A change takes 1000 additions and as many deletions.
    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.ZONE,
                    Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                    Duration.ZERO,
                    500);

    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "google",
                    "Google Cloud DNS",
                    List.of(
                            OptionSpec.of(
                                    "project", Kind.TEXT, true, "the project that holds the zone"),
                            OptionSpec.of(
                                    "managed-zone",
                                    Kind.TEXT,
                                    false,
                                    "the managed zone; default: found by name"),
                            OptionSpec.of(
                                    "credentials",
                                    Kind.SECRET,
                                    true,
                                    "the service-account JSON, by file:PATH"),
                            OptionSpec.ENDPOINT,
                            OptionSpec.CA_FILE,
                            OptionSpec.TIMEOUT),
                    Traits.experimental(
                            CAPABILITIES,
                            "a service account with dns.changes and dns.resourceRecordSets"
                                    + " rights"));

    private GoogleDescription() {}
}

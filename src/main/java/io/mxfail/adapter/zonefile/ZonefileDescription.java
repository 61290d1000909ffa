package io.mxfail.adapter.zonefile;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import java.time.Duration;
import java.util.List;

/// What the `zonefile` adapter is and takes.
public final class ZonefileDescription {
    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.ZONE,
                    Capabilities.StaleWrite.DETECTED_BY_REREAD,
                    Duration.ZERO,
                    Integer.MAX_VALUE);

    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "zonefile",
                    "master files (RFC 1035), with a checker and a reload command",
                    List.of(
                            OptionSpec.of("path", Kind.PATH, true, "the file; may hold `${zone}`"),
                            OptionSpec.of(
                                    "check",
                                    Kind.ARGV,
                                    false,
                                    "a program that checks the new file, such as named-checkzone"),
                            OptionSpec.of(
                                    "reload",
                                    Kind.ARGV,
                                    false,
                                    "a program that makes the server load it"),
                            OptionSpec.TIMEOUT),
                    Traits.of(
                            CAPABILITIES,
                            "the right to replace the file, and to run `check` and `reload`"));

    private ZonefileDescription() {}
}

package example.flat;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.ProviderDescription;

import java.nio.file.Path;
import java.util.List;

/// Found by mxfail through `META-INF/services`: public, with a public constructor without
/// parameters.
public final class FlatFactory implements DnsProviderFactory {
    @Override
    public ProviderDescription description() {
        return new ProviderDescription(
                "flat",
                "one file with a record a line",
                List.of(
                        OptionSpec.of("path", OptionSpec.Kind.PATH, true, "the file"),
                        OptionSpec.TIMEOUT),
                ProviderDescription.Traits.of(
                        FlatProvider.CAPABILITIES, "the right to replace the file"));
    }

    /// Paths are absolute and secrets resolved by now. What is missing or wrong is told by an
    /// `IllegalArgumentException`, which ends the command with exit 2.
    @Override
    public DnsProvider open(ProviderConfig config) {
        return new FlatProvider(
                config.text("path")
                        .map(Path::of)
                        .orElseThrow(() -> new IllegalArgumentException("flat needs `path`")));
    }
}

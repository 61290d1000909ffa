package io.mxfail.adapter.exec;

import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import java.util.List;
import java.util.Optional;

/// What the `exec` adapter is and takes.
public final class ExecDescription {
    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "exec",
                    "a program of your own that speaks JSON on stdin and stdout",
                    List.of(
                            OptionSpec.of(
                                    "command",
                                    Kind.ARGV,
                                    true,
                                    "the program and its arguments, no shell"),
                            OptionSpec.of(
                                    "env",
                                    Kind.NAMES,
                                    false,
                                    "environment variables passed on to it"),
                            OptionSpec.TIMEOUT),
                    new Traits(
                            Optional.empty(),
                            "those of the program, by the variables in `env`",
                            false));

    private ExecDescription() {}
}

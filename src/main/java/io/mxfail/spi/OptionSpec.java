package io.mxfail.spi;

import java.util.List;

/// One option that an adapter takes in a profile.
///
/// @param name the key, such as `server`
/// @param kind what its value looks like
/// @param required whether the adapter cannot do without
/// @param nested the keys of a [Kind#GROUP]
/// @param help one line for `providers` and the schema
public record OptionSpec(
        String name, Kind kind, boolean required, List<OptionSpec> nested, String help) {
    /// How long one call may take; every adapter takes it, whether it says so or not.
    public static final OptionSpec TIMEOUT =
            of("timeout", Kind.DURATION, false, "for one call; 10s");

    /// Another base address of the service, for a lab or a gateway; every adapter that speaks
    /// HTTP takes it.
    public static final OptionSpec ENDPOINT =
            of("endpoint", Kind.URL, false, "another base address: a lab or a gateway");

    /// Whom to trust beside the usual authorities; every adapter that speaks HTTP takes it.
    public static final OptionSpec CA_FILE =
            of("ca-file", Kind.PATH, false, "extra trust anchors (PEM)");

    public OptionSpec {
        nested = List.copyOf(nested);
    }

    /// An option without nested keys.
    public static OptionSpec of(String name, Kind kind, boolean required, String help) {
        return new OptionSpec(name, kind, required, List.of(), help);
    }

    /// A group of nested options.
    public static OptionSpec group(
            String name, boolean required, String help, OptionSpec... nested) {
        return new OptionSpec(name, Kind.GROUP, required, List.of(nested), help);
    }

    /// What an option's value looks like.
    public enum Kind {
        TEXT,
        /// `ADDR[:PORT]`
        ADDRESS,
        /// an absolute `http://` or `https://` address
        URL,
        /// a duration such as `10s`
        DURATION,
        /// a reference to a secret: `env:NAME`, `file:PATH` or `exec:COMMAND`; never the value
        SECRET,
        /// a path; relative ones start at the profile's folder
        PATH,
        /// a program and its arguments, no shell
        ARGV,
        /// a list of names
        NAMES,
        /// nested options, or the word `none` where the group allows it
        GROUP
    }
}

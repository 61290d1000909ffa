package io.mxfail.spi;

import io.mxfail.core.plan.Capabilities;

import java.util.List;
import java.util.Optional;

/// What can be said of an adapter without loading it: its name in profiles, the options it takes
/// and how it can fail. The schema, the positions of `lint` and `mxfail providers` come from here.
///
/// @param type the name, such as `rfc2136`
/// @param summary one line
/// @param options all but `type`; every adapter also takes `timeout`
/// @param traits what an operator wants to know before choosing it
public record ProviderDescription(
        String type, String summary, List<OptionSpec> options, Traits traits) {
    public ProviderDescription {
        options = List.copyOf(options);
    }

    /// What an operator wants to know of an adapter.
    ///
    /// @param capabilities how it can fail with its options left at their defaults; empty where
    ///     only the running provider can tell
    /// @param credentials what it needs to sign in, and the least right that will do
    /// @param experimental whether nobody has used it on a real account yet
    public record Traits(
            Optional<Capabilities> capabilities, String credentials, boolean experimental) {

        /// Of an adapter that is known to work.
        public static Traits of(Capabilities capabilities, String credentials) {
            return new Traits(Optional.of(capabilities), credentials, false);
        }

        /// Of an adapter that nobody has used on a real account yet.
        public static Traits experimental(Capabilities capabilities, String credentials) {
            return new Traits(Optional.of(capabilities), credentials, true);
        }
    }
}

package io.mxfail.core.plan;

import java.util.List;
import java.util.Optional;

/// What an operator wants to know of a type of provider before choosing it.
///
/// @param type its name in profiles, such as `rfc2136`
/// @param summary one line
/// @param options what it takes in a profile, beside `type`
/// @param manner how it can fail and what it needs
public record ProviderFacts(String type, String summary, List<Option> options, Manner manner) {
    public ProviderFacts {
        options = List.copyOf(options);
    }

    /// One option of a profile.
    ///
    /// @param kind what its value looks like, such as `secret`
    /// @param nested the options of a group
    public record Option(
            String name, String kind, boolean required, List<Option> nested, String help) {
        public Option {
            nested = List.copyOf(nested);
        }
    }

    /// How a provider can fail and what it needs.
    ///
    /// @param capabilities empty: only the running provider can tell
    /// @param credentials what it signs in with, and the least right that will do
    /// @param experimental whether nobody has used it on a real account yet
    public record Manner(
            Optional<Capabilities> capabilities, String credentials, boolean experimental) {}
}

package io.mxfail.core.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One provider of a profile: where its zones are written.
///
/// Option values are a `String`, a `List<String>` (an argv or a list of names) or a nested
/// `Map<String, Object>` of these; secrets are still references such as `env:NAME`.
///
/// @param type the adapter's name, such as `rfc2136`
/// @param options every other key, in the profile's order
public record ProviderConfig(String type, Map<String, Object> options) {
    public ProviderConfig {
        options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /// A text option.
    public Optional<String> text(String key) {
        return options.get(key) instanceof String value ? Optional.of(value) : Optional.empty();
    }

    /// A list option; empty where it is not given.
    public List<String> list(String key) {
        return options.get(key) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// A nested group of options, such as `tsig`.
    public Optional<ProviderConfig> group(String key) {
        if (!(options.get(key) instanceof Map<?, ?> nested)) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, Object>();
        nested.forEach((name, value) -> values.put(String.valueOf(name), value));
        return Optional.of(new ProviderConfig(type, values));
    }
}

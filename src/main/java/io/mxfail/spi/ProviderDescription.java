package io.mxfail.spi;

import java.util.List;

/// What can be said of an adapter without loading it: its name in profiles and the options it
/// takes.
/// The schema, the positions of `lint` and `mxfail providers` come from here.
///
/// @param type the name, such as `rfc2136`
/// @param summary one line
/// @param options all but `type`; every adapter also takes `timeout`
public record ProviderDescription(String type, String summary, List<OptionSpec> options) {
    public ProviderDescription {
        options = List.copyOf(options);
    }
}

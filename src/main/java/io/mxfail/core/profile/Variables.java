package io.mxfail.core.profile;

import java.util.Map;

/// Expands `${name}` in a profile's text; `$$` is a dollar sign.
public final class Variables {
    private Variables() {}

    /// The text with every variable replaced.
    ///
    /// @throws NotationException where a variable is not defined or a reference is not closed
    public static String expand(String text, Map<String, String> values) {
        int dollar = text.indexOf('$');
        if (dollar < 0) {
            return text;
        }
        var expanded = new StringBuilder();
        int from = 0;
        while (dollar >= 0) {
            expanded.append(text, from, dollar);
            if (text.startsWith("$$", dollar)) {
                expanded.append('$');
                from = dollar + 2;
            } else if (text.startsWith("${", dollar)) {
                int end = text.indexOf('}', dollar);
                if (end < 0) {
                    throw new NotationException(
                            "`${` without `}` in \"" + text + "\"",
                            "close it, or write `$$` for a dollar",
                            dollar);
                }
                String name = text.substring(dollar + 2, end);
                String value = values.get(name);
                if (value == null) {
                    throw new NotationException(
                            "the variable ${" + name + "} is not defined",
                            "give it under `vars` of the domain; defined here: "
                                    + String.join(", ", values.keySet().stream().sorted().toList()),
                            dollar);
                }
                expanded.append(value);
                from = end + 1;
            } else {
                throw new NotationException(
                        "a `$` that starts no variable in \"" + text + "\"",
                        "write `$$` for a dollar, `${name}` for a variable",
                        dollar);
            }
            dollar = text.indexOf('$', from);
        }
        return expanded.append(text, from, text.length()).toString();
    }
}

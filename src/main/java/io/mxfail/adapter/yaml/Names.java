package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.NotationException;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads names of domains and hosts where they stand alone, outside record data: there a final
/// dot is optional, since nothing can be relative.
final class Names {
    private static final Pattern HOST =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("(.*\\.)?[0-9]+");

    private Names() {}

    /// A domain that can hold mail: two labels or more.
    static Optional<Name> domain(Tree.Scalar scalar, Problems problems) {
        Optional<String> host = host(scalar, problems);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        if (host.get().indexOf('.') < 0 || NUMBER_AT_THE_END.matcher(host.get()).matches()) {
            problems.error(
                    scalar.place(),
                    "\"" + Shown.text(scalar.text()) + "\" is not a domain",
                    "write its full name, such as acme.example");
            return Optional.empty();
        }
        try {
            return Optional.of(Name.fromString(host.get() + "."));
        } catch (TextParseException e) {
            problems.error(
                    scalar.place(),
                    "\"" + Shown.text(scalar.text()) + "\" is not a domain: " + e.getMessage(),
                    "write its full name, such as acme.example");
            return Optional.empty();
        }
    }

    /// A host's name in lower case and A-labels, without final dot.
    static Optional<String> host(Tree.Scalar scalar, Problems problems) {
        try {
            return Optional.of(host(scalar.text()));
        } catch (NotationException e) {
            problems.error(scalar.place(), e);
            return Optional.empty();
        }
    }

    static String host(String text) {
        String host = Idn.ascii(text).toLowerCase(Locale.ROOT);
        host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (host.length() > 253 || !HOST.matcher(host).matches()) {
            throw new NotationException(
                    "\"" + Shown.text(text) + "\" is not a host name",
                    "letters, digits and `-`, such as mx1.acme.example");
        }
        return host;
    }
}

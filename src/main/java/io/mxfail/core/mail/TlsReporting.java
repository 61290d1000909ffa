package io.mxfail.core.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The TXT record at `_smtp._tls` that says where reports on TLS failures go (RFC 8460, section 3).
///
/// @param reports `mailto:` and `https:` addresses, as written
public record TlsReporting(List<String> reports) {
    public TlsReporting {
        reports = List.copyOf(reports);
    }

    /// Whether a text claims to be such a record: others at the name do not count.
    public static boolean isTlsReporting(String text) {
        return text.startsWith("v=TLSRPTv1;");
    }

    /// Reads the text of a record; empty where senders would ignore it.
    public static Optional<TlsReporting> parse(String text) {
        if (!isTlsReporting(text)) {
            return Optional.empty();
        }
        var reports = new ArrayList<String>();
        List<String> fields = List.of(text.substring("v=TLSRPTv1;".length()).split(";", -1));
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i).strip();
            if (field.isEmpty() && i == fields.size() - 1) {
                break;
            }
            if (field.startsWith("rua=")) {
                Arrays.stream(field.substring("rua=".length()).split(",", -1))
                        .map(String::strip)
                        .forEach(reports::add);
            } else if (!field.matches("[A-Za-z0-9][-_.A-Za-z0-9]{0,31}=[!-:<>-~]+")) {
                return Optional.empty();
            }
        }
        boolean known =
                !reports.isEmpty()
                        && reports.stream()
                                .allMatch(
                                        uri ->
                                                uri.matches(
                                                        "(?i)(mailto:[^@ ]+@[^@ ]+|https://.+)"));
        return known ? Optional.of(new TlsReporting(reports)) : Optional.empty();
    }
}

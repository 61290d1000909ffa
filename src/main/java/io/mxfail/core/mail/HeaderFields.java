package io.mxfail.core.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The header of a message as fields, unfolded (RFC 5322, section 2.2.3).
///
/// @param fields in the order of the message, the newest trace field first
public record HeaderFields(List<Field> fields) {
    private static final int MOST = 1000;

    public HeaderFields {
        fields = List.copyOf(fields);
    }

    /// One field.
    ///
    /// @param name in lower case
    /// @param value on one line
    public record Field(String name, String value) {}

    /// Reads a header with any line ends. What is no field is passed over; an empty line ends it.
    public static HeaderFields of(String header) {
        var fields = new ArrayList<Field>();
        for (String line : header.split("\r?\n", -1)) {
            if (line.isEmpty() || fields.size() > MOST) {
                break;
            }
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            int colon = line.indexOf(':');
            if (folded && !fields.isEmpty()) {
                Field last = fields.removeLast();
                fields.add(new Field(last.name(), (last.value() + " " + line.strip()).strip()));
            } else if (!folded && colon > 0) {
                fields.add(
                        new Field(
                                line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                                line.substring(colon + 1).strip()));
            }
        }
        return new HeaderFields(fields);
    }

    /// The values of all fields of a name, in order.
    ///
    /// @param name in lower case
    public List<String> all(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
    }
}

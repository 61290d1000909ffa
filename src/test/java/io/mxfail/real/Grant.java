package io.mxfail.real;

import java.util.List;

/// What a key may update in a zone.
///
/// @param owners exact names with final dot; empty for the whole zone
/// @param types record types; empty for all
public record Grant(Key key, List<String> owners, List<String> types) {
    public Grant {
        owners = List.copyOf(owners);
        types = List.copyOf(types);
    }

    public static Grant wholeZone(Key key) {
        return new Grant(key, List.of(), List.of());
    }

    public static Grant only(Key key, String owner, String... types) {
        return new Grant(key, List.of(owner), List.of(types));
    }
}

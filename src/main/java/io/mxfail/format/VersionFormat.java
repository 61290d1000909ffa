package io.mxfail.format;

import java.util.Map;

/// `mxfail.version/1`: the version alone, which every object has.
public final class VersionFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.version/1";

    private VersionFormat() {}

    /// The object as a tree for [Json].
    public static Map<String, Object> tree(Stamp stamp) {
        return stamp.open(FORMAT);
    }
}

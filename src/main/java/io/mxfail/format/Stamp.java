package io.mxfail.format;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What every JSON object of mxfail begins with, beside the name of its format.
///
/// @param version of mxfail
/// @param at when the object was made
public record Stamp(String version, Instant at) {
    /// The first members of an object.
    Map<String, Object> open(String format) {
        var object = new LinkedHashMap<String, Object>();
        object.put("format", format);
        object.put("version", version);
        object.put("at", Scalars.time(at));
        return object;
    }
}

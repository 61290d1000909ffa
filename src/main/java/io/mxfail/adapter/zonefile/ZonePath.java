package io.mxfail.adapter.zonefile;

import io.mxfail.core.profile.Variables;

import org.xbill.DNS.Name;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the file of a zone lies: the profile's `path`, in which `${zone}` is the zone without its
/// final dot.
record ZonePath(String template) {
    /// Names that are safe in a path: no slash, no escape, no empty part.
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    /// Whether each zone has a file of its own.
    boolean isPerZone() {
        return template.contains("${zone}");
    }

    /// The file; empty: a zone of such a name can have none.
    Optional<Path> of(Name zone) {
        String name = zone.canonicalize().toString(true);
        if (isPerZone() && !PLAIN.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(Path.of(Variables.expand(template, Map.of("zone", name))));
    }
}

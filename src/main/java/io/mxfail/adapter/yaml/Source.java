package io.mxfail.adapter.yaml;

import java.nio.file.Path;

/// A file that is read.
///
/// @param path where it is
/// @param shown how the user would name it
record Source(Path path, String shown) {
    /// A path written in this file, made absolute: relative ones start at the file's folder.
    String resolve(String written) {
        return folder().resolve(written).normalize().toString();
    }

    Path folder() {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }

    Place start() {
        return new Place(this, 0, 0);
    }
}

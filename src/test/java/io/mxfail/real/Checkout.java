package io.mxfail.real;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where this project lies on disk: the nearest folder upwards with a `pom.xml`.
public final class Checkout {
    private Checkout() {}

    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("pom.xml"))) {
                return at;
            }
        }
        return here;
    }

    static Path target() {
        return root().resolve("target");
    }
}

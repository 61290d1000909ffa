package io.mxfail.adapter.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.Set;

/// Whether a profile that was merely found where the user stands may start programs: only where
/// nobody else could have put it there.
final class Trust {
    private Trust() {}

    static void check(Draft draft, ProfileFolder folder, Problems problems) {
        if (folder.found() != ProfileFolder.Found.WORKING_DIRECTORY
                || draft.programs().isEmpty()
                || !draft.source().folder().equals(folder.path())) {
            return;
        }
        Place first = draft.programs().getFirst();
        var paths = new LinkedHashSet<Path>();
        paths.add(folder.path());
        paths.add(draft.source().path());
        draft.programs().forEach(place -> paths.add(place.source().path()));
        for (Path path : paths) {
            if (!isOursAlone(path)) {
                problems.error(
                        first,
                        "the profile starts programs, and others may write " + path,
                        "make it yours alone (`chown`, `chmod go-w`), or name the folder with"
                                + " --profiles if you trust it");
                return;
            }
        }
    }

    private static boolean isOursAlone(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            return ours(path)
                    && !permissions.contains(PosixFilePermission.GROUP_WRITE)
                    && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException _) {
            // what cannot be known is not trusted
            return false;
        }
    }

    private static boolean ours(Path path) throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            return Files.getAttribute(path, "unix:uid")
                    .equals(Files.getAttribute(self, "unix:uid"));
        }
        return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    }
}

package io.mxfail.adapter.yaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The folder that holds the profiles.
///
/// @param path absolute
/// @param shown how the user would name it
/// @param found how it was found
/// @param workingDirectory where relative paths on the command line start
public record ProfileFolder(Path path, String shown, Found found, Path workingDirectory) {
    /// How a folder was found.
    public enum Found {
        /// the user named it
        NAMED,
        /// it lies where the user happens to stand, so that whoever wrote it may be anyone
        WORKING_DIRECTORY,
        /// it is the user's own configuration
        CONFIGURATION
    }

    /// `--profiles DIR`, else `$MXFAIL_PROFILES`, else `./profiles` if it exists, else
    /// `$XDG_CONFIG_HOME/mxfail/profiles` (by default below `~/.config`).
    ///
    /// @param option of `--profiles`
    /// @param environment the process's variables
    public static ProfileFolder find(
            Optional<String> option, Map<String, String> environment, Path workingDirectory) {
        Optional<String> named = option.or(() -> value(environment, "MXFAIL_PROFILES"));
        if (named.isPresent()) {
            return at(workingDirectory, named.get(), Found.NAMED);
        }
        Optional<String> configuration =
                value(environment, "XDG_CONFIG_HOME")
                        .filter(base -> Path.of(base).isAbsolute())
                        .or(() -> value(environment, "HOME").map(home -> home + "/.config"))
                        .map(base -> base + "/mxfail/profiles");
        ProfileFolder here = at(workingDirectory, "profiles", Found.WORKING_DIRECTORY);
        if (Files.isDirectory(here.path()) || configuration.isEmpty()) {
            return here;
        }
        return at(workingDirectory, configuration.get(), Found.CONFIGURATION);
    }

    private static ProfileFolder at(Path workingDirectory, String shown, Found found) {
        Path absolute = workingDirectory.toAbsolutePath();
        return new ProfileFolder(absolute.resolve(shown).normalize(), shown, found, absolute);
    }

    /// A variable that is set to nothing counts as unset, as shells and the XDG Base Directory
    /// Specification have it.
    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /// Where was looked, for messages.
    String searched() {
        return switch (found) {
            case NAMED -> shown;
            case WORKING_DIRECTORY -> "./profiles";
            case CONFIGURATION -> "./profiles, " + shown;
        };
    }
}

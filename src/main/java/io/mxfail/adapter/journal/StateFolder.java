package io.mxfail.adapter.journal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where mxfail keeps its history: the folders `runs` and `locks`, which only their owner can
/// read. A team shares one by working as one user, on a file system that carries locks between
/// machines; see [FileLease].
public final class StateFolder {
    private StateFolder() {}

    /// The folder: `--state`, else `$MXFAIL_STATE`, else `$XDG_STATE_HOME/mxfail`, else
    /// `~/.local/state/mxfail`. Variables that are empty count as unset; a relative
    /// `$XDG_STATE_HOME` is ignored, as the XDG Base Directory Specification demands.
    ///
    /// @param option what `--state` was given
    /// @param home the user's home folder
    public static Path resolve(Optional<Path> option, Map<String, String> environment, Path home) {
        return option.or(() -> variable(environment, "MXFAIL_STATE"))
                .or(
                        () ->
                                variable(environment, "XDG_STATE_HOME")
                                        .filter(Path::isAbsolute)
                                        .map(xdg -> xdg.resolve("mxfail")))
                .orElseGet(() -> home.resolve(".local").resolve("state").resolve("mxfail"))
                .toAbsolutePath()
                .normalize();
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
    }
}

package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.view.Text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Where `plan --out` writes: one file a plan, in a folder where there are several. It overwrites
/// plans alone.
final class PlanOut {
    private static final String PLAN_FORMAT = "\"mxfail.plan/1\"";

    /// A plan names its format in its first lines.
    private static final int HEAD = 4096;

    private final Path given;

    PlanOut(Path given) {
        this.given = given;
    }

    /// Refuses what cannot be written, before anybody waits for a plan.
    ///
    /// @param profiles that will be planned
    /// @param several whether they are asked for as several, however many there are
    void check(List<String> profiles, boolean several) throws CommandFailure {
        if (several && !Files.isDirectory(given)) {
            throw refused(
                    "--out holds one plan, and "
                            + (profiles.size() > 1
                                    ? profiles.size() + " profiles are meant"
                                    : "--all and several -p write a file for each profile")
                            + "; name a folder that exists, for a file each:"
                            + " `mkdir plans`, then `--out plans`");
        }
        for (String profile : profiles) {
            check(file(profile));
        }
    }

    /// The file for a profile's plan.
    Path file(String profile) {
        return Files.isDirectory(given) ? given.resolve(profile + ".json") : given;
    }

    private static void check(Path file) throws CommandFailure {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw trouble(file, new NoSuchFileException(folder.toString()));
        }
        try {
            if (Files.isRegularFile(file)
                    && Files.size(file) > 0
                    && !head(file).contains(PLAN_FORMAT)) {
                throw refused(
                        Text.printable(file.toString())
                                + " exists and is no plan; it is left as it is; name a new file"
                                + " with --out");
            }
        } catch (IOException e) {
            throw trouble(file, e);
        }
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        }
    }

    /// Writes a profile's plan, whole or not at all.
    void write(String profile, String json) throws CommandFailure {
        Path file = file(profile);
        check(file);
        try {
            SafeFile.replace(file, json + "\n");
        } catch (IOException e) {
            throw trouble(file, e);
        }
    }

    private static CommandFailure trouble(Path file, IOException e) {
        return refused(
                "cannot write the plan to %s: %s; nothing was written there"
                        .formatted(Text.printable(file.toString()), FileTrouble.of(e)));
    }

    private static CommandFailure refused(String message) {
        return new CommandFailure(Exit.USAGE, "file", message);
    }
}

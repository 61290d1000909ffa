package io.mxfail.app;

import io.mxfail.core.profile.Profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The extra trust anchors of a profile.
final class Anchors {
    private Anchors() {}

    /// The text of `smtp.ca-file`; empty where the profile names none.
    static String of(Profile profile) throws CommandFailure {
        if (profile.probing().smtp().caFile().isEmpty()) {
            return "";
        }
        Path file = Path.of(profile.probing().smtp().caFile().get());
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + ": cannot read `smtp.ca-file` "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + "); name a readable PEM file");
        }
    }
}

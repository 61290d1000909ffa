package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.view.Json;
import io.mxfail.view.Text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A plan that `plan --out` wrote, read again.
final class PlanFile {
    private static final int MOST = 64 << 20;

    private PlanFile() {}

    /// @throws CommandFailure where it cannot be read, is no plan, or was edited
    static JudgedPlan read(Path file) throws CommandFailure {
        return Json.readPlan(file.toString(), text(file));
    }

    private static String text(Path file) throws CommandFailure {
        try {
            return upTo(file, MOST);
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "file",
                    "cannot read the plan file %s: %s; nothing changed"
                            .formatted(Text.printable(file.toString()), FileTrouble.of(e)));
        }
    }

    /// A device or a video is no plan, and must not fill the memory.
    private static String upTo(Path file, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] all = in.readNBytes(bytes + 1);
            if (all.length > bytes) {
                throw new IOException("it is larger than any plan");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all)).toString();
        }
    }
}

package io.mxfail.cli;

import io.mxfail.app.ApplyPlan;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.view.Json;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Carries out exactly a reviewed plan.
@CommandLine.Command(description = "Carries out exactly a reviewed plan, or refuses.")
final class ApplyCommand implements Command {
    private static final int MOST = 64 << 20;

    @CommandLine.Mixin private Changing changing = new Changing();

    @CommandLine.Parameters(paramLabel = "FILE", description = "A plan written by `plan --out`.")
    private Path file = Path.of("");

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        JudgedPlan judged = Json.readPlan(file.toString(), text());
        return changing.one(
                platform,
                "apply",
                (hands, request) ->
                        new ApplyPlan(hands.world(), hands.confirmation(), hands.progress())
                                .run(request, judged.plan(), judged.blocked()));
    }

    private String text() throws CommandFailure {
        try {
            return upTo(MOST);
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "file",
                    "cannot read the plan file %s: %s; nothing changed"
                            .formatted(Text.printable(file.toString()), FileTrouble.of(e)));
        }
    }

    /// A device or a video is no plan, and must not fill the memory.
    private String upTo(int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] all = in.readNBytes(bytes + 1);
            if (all.length > bytes) {
                throw new IOException("it is larger than any plan");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all)).toString();
        }
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}

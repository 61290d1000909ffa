package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.app.FirstLook;
import io.mxfail.app.Init;
import io.mxfail.view.FirstProfile;
import io.mxfail.view.FirstProfileJson;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Writes a first profile from what live DNS shows.
@CommandLine.Command(
        description =
                "Writes a first profile for a domain from what live DNS shows. Changes nothing"
                        + " but the file of --out. Exit: 0 written, 2 usage, 3 the domain or the"
                        + " resolver gave no answer.")
final class InitCommand implements Command {
    @CommandLine.Parameters(
            index = "0",
            paramLabel = "DOMAIN",
            description = "The domain whose mail shall be switched.")
    private String domain = "";

    @CommandLine.Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write it there, where no file may be yet. Default: stdout.")
    private Optional<Path> out = Optional.empty();

    @CommandLine.Option(
            names = "--site",
            paramLabel = "NAME",
            description = "What to call the site that has the mail now. Default: primary.")
    private String site = "primary";

    @CommandLine.Option(
            names = "--resolver",
            paramLabel = "ADDR",
            description = "The resolver to ask, ADDR[:PORT] or https://. Default: this machine's.")
    private String resolver = "system";

    @CommandLine.Mixin private Shown shown = new Shown();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        FirstLook look =
                new Init(platform.factory().world(Optional.empty(), Optional.empty()))
                        .run(domain, site, resolver);
        String profile = FirstProfile.text(look);
        if (out.isEmpty()) {
            platform.out().print(wantsJson() ? json(platform, look) : profile);
            return 0;
        }
        try {
            Path folder = out.get().toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            SafeFile.create(out.get(), profile);
        } catch (FileAlreadyExistsException _) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "usage",
                    Text.printable(out.get().toString())
                            + " exists and is left as it is; give another name by --out");
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "file",
                    "cannot write the profile to "
                            + Text.printable(out.get().toString())
                            + ": "
                            + FileTrouble.of(e)
                            + "; give another name by --out");
        }
        if (wantsJson()) {
            platform.out().print(json(platform, look));
        }
        if (!shown.quiet) {
            platform.err()
                    .println(
                            "wrote "
                                    + out.get()
                                    + "; fill in what is marked replace-me, then: mxfail lint -p "
                                    + out.get());
        }
        return 0;
    }

    private String json(Platform platform, FirstLook look) {
        return FirstProfileJson.of(look, out.map(Path::toString), platform.version()) + "\n";
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(shown);
    }
}

package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Confirmation;
import io.mxfail.app.Exit;
import io.mxfail.app.Progress;
import io.mxfail.view.PlanText;
import io.mxfail.view.Text;

import java.net.IDN;
import java.util.Optional;

/// Shows the plan and has the operator type the domain's or profile's name; never y/N.
final class TypedConfirmation implements Confirmation {
    private final Platform platform;
    private final Progress progress;

    TypedConfirmation(Platform platform, Progress progress) {
        this.platform = platform;
        this.progress = progress;
    }

    @Override
    public Answer ask(Shown shown) throws CommandFailure {
        if (!platform.factory().interactive()) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "no-terminal",
                    "nobody can confirm, since there is no terminal; nothing changed; give --yes"
                            + " (`switch` then needs --from SITE too)");
        }
        if (progress instanceof TerminalProgress terminal) {
            terminal.clear();
            terminal.planSeen();
        }
        platform.err().print(PlanText.of(shown.plan(), shown.sites()));
        platform.err().println();
        platform.err()
                .print(
                        Text.sentence(
                                "To ",
                                shown.command()
                                        + ", type: "
                                        + shown.word()
                                        + asWritten(shown.word())));
        platform.err().print("> ");
        platform.err().flush();
        Optional<String> typed = platform.factory().readLine();
        if (typed.filter(line -> same(line, shown.word())).isPresent()) {
            return Answer.CONFIRMED;
        }
        typed.ifPresent(line -> platform.err().println("that is not " + shown.word()));
        return Answer.CANCELLED;
    }

    /// How people write a domain whose name in DNS nobody types.
    private static String asWritten(String word) {
        return Text.asWritten(word).map(written -> " (or " + written + ")").orElse("");
    }

    /// Names are the same in any case, with their final dot, and with U-labels for A-labels.
    private static boolean same(String typed, String word) {
        String line = ascii(typed.strip());
        return (line.endsWith(".") ? line.substring(0, line.length() - 1) : line)
                .equalsIgnoreCase(word);
    }

    private static String ascii(String line) {
        try {
            return IDN.toASCII(line);
        } catch (IllegalArgumentException _) {
            return line;
        }
    }
}

package io.mxfail;

import io.mxfail.cli.Cli;
import io.mxfail.cli.Farewell;
import io.mxfail.cli.LiveLine;
import io.mxfail.cli.Platform;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Starts mxfail.
public final class Main {
    /// Nobody may take for said what was not.
    private static final int UNWRITTEN = 1;

    private Main() {}

    /// Runs one command and exits with the code of the contract.
    public static void main(String[] args) {
        Optional<LiveLine> live = live();
        PrintStream out = live.map(line -> line.before(System.out)).orElseGet(() -> in(System.out));
        PrintStream err = live.map(LiveLine::err).orElseGet(() -> in(System.err));
        // dnsjava looks at timeouts only when its selector wakes up, by default once a second
        System.setProperty("dnsjava.nio.selector_timeout", "50");
        // Named, slf4j's silent logger is not searched for in every jar
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        var wiring = new Wiring();
        boolean colour = wiring.interactive() && !isDumb() && wantsColour();
        var screen = new Platform.Screen(out, err, colour, live);
        var farewell = new Farewell();
        // Runs where a signal ends the program, and then alone: halt passes hooks over. What is on
        // its way then is known from the journal, as after any other death
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () ->
                                        Runtime.getRuntime()
                                                .halt(farewell.say(out, err, version(), args))));
        int exit = new Cli(new Platform(wiring, screen, version(), farewell)).run(args);
        err.flush();
        if (out.checkError() && exit == 0) {
            err.println(
                    "mxfail: the result could not be written to stdout; what was done stands: see"
                            + " `mxfail status`");
            exit = UNWRITTEN;
        }
        // System.exit would first look for a logger of its own in every jar
        Runtime.getRuntime().halt(exit);
    }

    private static PrintStream in(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static Optional<LiveLine> live() {
        if (!Stderr.isTerminal() || isDumb()) {
            return Optional.empty();
        }
        int columns = Stderr.columns(Optional.ofNullable(System.getenv("COLUMNS")));
        return Optional.of(new LiveLine(System.err, columns));
    }

    /// A custom that users know: <https://no-color.org>.
    private static boolean wantsColour() {
        String wish = System.getenv("NO_COLOR");
        return wish == null || wish.isEmpty();
    }

    /// Whether the terminal says that it can do nothing but print.
    private static boolean isDumb() {
        String terminal = System.getenv("TERM");
        return terminal == null || terminal.equals("dumb");
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

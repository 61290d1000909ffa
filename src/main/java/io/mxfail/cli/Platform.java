package io.mxfail.cli;

import io.mxfail.app.World;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// What the command line needs from the program it is part of.
///
/// @param factory wires adapters, and only those that a command uses
/// @param screen where everything is printed
/// @param version of this program
/// @param farewell hears what the last words must say
public record Platform(Factory factory, Screen screen, String version, Farewell farewell) {
    /// Where everything is printed.
    ///
    /// @param out the result
    /// @param err progress and messages
    /// @param colour whether results may be coloured where nobody says: stdout is a terminal that
    ///   shows colours, and the user has not asked for none
    /// @param live the line that is written over; empty: stderr is no terminal that can
    public record Screen(
            PrintStream out, PrintStream err, boolean colour, Optional<LiveLine> live) {}

    /// A platform whose last words nobody asks for.
    public Platform(
            Factory factory, PrintStream out, PrintStream err, String version, boolean colour) {
        this(factory, new Screen(out, err, colour, Optional.empty()), version, new Farewell());
    }

    /// A platform without colour.
    public Platform(Factory factory, PrintStream out, PrintStream err, String version) {
        this(factory, out, err, version, false);
    }

    PrintStream out() {
        return screen.out();
    }

    PrintStream err() {
        return screen.err();
    }

    boolean colour() {
        return screen.colour();
    }

    /// The same with another factory.
    Platform with(Factory other) {
        return new Platform(other, screen, version, farewell);
    }

    /// The same with another place for results.
    Platform printing(PrintStream other) {
        return new Platform(
                factory,
                new Screen(other, screen.err(), screen.colour(), screen.live()),
                version,
                farewell);
    }

    /// A factory that has looked for outside adapters.
    ///
    /// @param troubles what could not be used and why, one line each
    public record Outside(Factory factory, List<String> troubles) {
        public Outside {
            troubles = List.copyOf(troubles);
        }
    }

    /// Wires adapters.
    public interface Factory {
        /// The world for the folders that the options name.
        World world(Optional<String> profiles, Optional<String> state);

        /// Starts a lab.
        Practice lab() throws IOException;

        /// The world of a lab, in which time runs fast.
        Factory fast(Practice lab);

        /// The same with the adapters of outside authors that lie in a folder. A factory that knows
        /// no such adapters stays as it is.
        ///
        /// @param folder of `--providers-dir`; empty: the user's own
        default Outside outside(Optional<String> folder) {
            return new Outside(this, List.of());
        }

        /// Whether a person sits at a terminal.
        boolean interactive();

        /// One line typed by the operator; empty at the end of input.
        Optional<String> readLine();
    }
}

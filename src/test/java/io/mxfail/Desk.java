package io.mxfail;

import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.real.Key;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An operator's desk: a folder with profiles and secrets, one with state, and the program's
/// command line run in this process, without a terminal.
final class Desk implements AutoCloseable {
    final Path folder;
    final Path state;
    private final boolean borrowed;

    Desk() throws IOException {
        this.folder = Files.createTempDirectory("mxfail-desk-");
        this.state = folder.resolve("state");
        this.borrowed = false;
        Files.createDirectory(folder.resolve("profiles"));
    }

    private Desk(Desk first) {
        this.folder = first.folder;
        this.state = first.folder.resolve("other-state");
        this.borrowed = true;
    }

    /// A second machine with the same profiles and secrets, and a state folder of its own.
    Desk elsewhere() {
        return new Desk(this);
    }

    /// Writes a profile.
    void profile(String name, String text) throws IOException {
        Files.writeString(folder.resolve("profiles").resolve(name + ".yaml"), text);
    }

    /// Keeps a key's secret in a file that only its owner may read.
    ///
    /// @return the value of `tsig` in a profile
    String tsig(Key key) throws IOException {
        Path file = folder.resolve(key.name() + ".secret");
        if (Files.notExists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, key.secret());
        return "{name: %s, algorithm: %s, secret: \"file:%s\"}"
                .formatted(key.name(), key.algorithm(), file);
    }

    /// `ADDR:PORT`, as profiles have it.
    static String at(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// What one call of the program left.
    record Ran(int exit, String out, String err) {
        /// The one JSON object that stdout holds.
        JsonValue json() {
            try {
                return Json.read(out);
            } catch (JsonException e) {
                throw new AssertionError("stdout is not one JSON object: " + out, e);
            }
        }

        /// All that it said, without the line breaks for narrow terminals.
        String said() {
            return (out + err).replaceAll("\\s+", " ");
        }

        String all() {
            return "exit " + exit + "\n" + out + err;
        }
    }

    /// Runs one command line.
    Ran mxfail(String... args) {
        return mxfail(new Wiring(), args);
    }

    /// Runs one command line with other parts.
    Ran mxfail(Platform.Factory factory, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var platform =
                new Platform(
                        factory,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        "test");
        int exit = new Cli(platform).run(arguments(args).toArray(String[]::new));
        return new Ran(
                exit,
                Unfolded.text(out.toString(StandardCharsets.UTF_8)),
                Unfolded.text(err.toString(StandardCharsets.UTF_8)));
    }

    /// A command line that works with this desk's folders.
    List<String> arguments(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(
                1,
                List.of(
                        "--profiles",
                        folder.resolve("profiles").toString(),
                        "--state",
                        state.toString()));
        return all;
    }

    @Override
    public void close() throws IOException {
        if (borrowed) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

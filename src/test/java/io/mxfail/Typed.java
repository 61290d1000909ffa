package io.mxfail;

import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a command line, typed without a terminal, gave.
record Typed(int exit, String out, String err) {
    static Typed line(String... args) {
        return line(new Wiring(), args);
    }

    static Typed line(Platform.Factory factory, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = new Cli(new Platform(factory, printing(out), printing(err), "test")).run(args);
        return new Typed(
                exit,
                out.toString(StandardCharsets.UTF_8),
                Unfolded.text(err.toString(StandardCharsets.UTF_8)));
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    String all() {
        return out + err;
    }

    /// stdout as the one JSON object that it must be.
    JsonValue.Members json() {
        try {
            return (JsonValue.Members) Json.read(out);
        } catch (JsonException e) {
            throw new AssertionError("no JSON: " + out, e);
        }
    }
}

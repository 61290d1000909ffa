package io.mxfail.adapter.zonefile;

import io.mxfail.wire.process.Ended;
import io.mxfail.wire.process.Program;
import io.mxfail.wire.process.Shown;

import org.xbill.DNS.Name;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A program of the profile: the checker, or what makes the server load the file.
///
/// `${zone}` and `${file}` in its arguments are the zone without its final dot and the file.
///
/// @param environment what it gets of mxfail's own
record Tool(List<String> command, Supplier<Map<String, String>> environment, Duration timeout) {
    Tool {
        command = List.copyOf(command);
    }

    boolean isThere() {
        return !command.isEmpty();
    }

    /// Lets it check a file. A command that names neither zone nor file gets both, as the checkers
    /// of BIND, NSD and Knot want them.
    ///
    /// @return what it has against the file; empty: nothing
    Optional<String> check(Name zone, Path file) {
        List<String> full = filled(zone, file);
        if (full.equals(command)) {
            full = new ArrayList<>(command);
            if (command.stream().anyMatch(word -> Path.of(word).endsWith("kzonecheck"))) {
                full.add("-o");
            }
            full.add(zone.toString(true));
            full.add(file.toString());
        }
        return run(full, file);
    }

    /// Runs it as the profile has it.
    ///
    /// @return what went wrong; empty: nothing
    Optional<String> run(Name zone, Path file) {
        return run(filled(zone, file), file);
    }

    private List<String> filled(Name zone, Path file) {
        return command.stream()
                .map(
                        word ->
                                word.replace("${zone}", zone.toString(true))
                                        .replace("${file}", file.toString()))
                .toList();
    }

    private Optional<String> run(List<String> full, Path file) {
        Ended ended =
                new Program(
                                full,
                                Optional.ofNullable(file.getParent()),
                                Optional.of(environment.get()),
                                timeout)
                        .run("");
        return switch (ended) {
            case Ended.Exited exited when exited.code() == 0 -> Optional.empty();
            case Ended.Exited(var code, var output, var said) ->
                    Optional.of(
                            "`%s` ended with exit code %d: %s"
                                    .formatted(
                                            Shown.line(String.join(" ", full)),
                                            code,
                                            Shown.line(output + " " + said)));
            case Ended.NotStarted(var cause) -> Optional.of(cause);
            case Ended.Stopped(var cause, _, var said) ->
                    Optional.of(cause + (said.isEmpty() ? "" : ": " + said));
        };
    }
}

package io.mxfail.adapter.journal;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;

/// One owner's line in a lock file.
record Mark(String run, long pid, String host, Instant since) {
    String line() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("run", run);
        tree.put("pid", pid);
        tree.put("host", host);
        tree.put("since", since.toString());
        return Json.compact(tree);
    }

    /// Reads a line; empty where it is none, as after someone wrote into the file by hand.
    static Optional<Mark> of(String line) {
        try {
            return Json.read(line) instanceof JsonValue.Members members
                            && members.byName().get("run") instanceof JsonValue.Text run
                            && members.byName().get("pid") instanceof JsonValue.Figure pid
                            && members.byName().get("host") instanceof JsonValue.Text host
                            && members.byName().get("since") instanceof JsonValue.Text since
                    ? Optional.of(
                            new Mark(
                                    run.value(),
                                    pid.value().longValueExact(),
                                    host.value(),
                                    Instant.parse(since.value())))
                    : Optional.empty();
        } catch (JsonException | ArithmeticException | DateTimeException _) {
            return Optional.empty();
        }
    }

    /// For people who find the domain locked.
    @Override
    public String toString() {
        return ("run "
                        + run
                        + ", process "
                        + pid
                        + " on "
                        + host
                        + ", since "
                        + since.truncatedTo(ChronoUnit.SECONDS))
                .replaceAll("\\p{Cntrl}", "?");
    }
}

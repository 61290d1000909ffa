package io.mxfail.adapter.journal;

import io.mxfail.port.Lease.Taken;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A process that locks a domain and adds events for as long as it lives; it says `locked` or
/// `busy`, and then a line for each event that is durable.
final class DyingOwner {
    private DyingOwner() {}

    /// @param arguments state folder, run
    public static void main(String[] arguments) throws Exception {
        Path state = Path.of(arguments[0]);
        String run = arguments[1];
        var lease = new FileLease(state, "child", Clock.systemUTC());
        switch (lease.take(List.of(Events.name("a.example.test.")), run)) {
            case Taken.Busy busy -> say("busy " + busy.owner());
            case Taken.All all -> {
                say("locked " + all.deadRuns());
                try (var log = new FileJournal(state).start(run)) {
                    log.append(List.of(Events.started(run)));
                    for (int i = 1; ; i++) {
                        log.append(List.of(Events.event(i)));
                        say("noted " + i);
                    }
                }
            }
        }
    }

    private static void say(String line) throws IOException {
        // a parent that is gone must not leave this process behind: then writing fails
        var out = new FileOutputStream(FileDescriptor.out);
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}

package io.mxfail.wire.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// A program with all that it starts, so that it can be ended as a whole.
///
/// A process whose parent has ended is nobody's child any more: one that was started by forking
/// twice is not among the descendants. So each program gets a mark in its environment, which its
/// children inherit, and on Linux every process that carries it is found below `/proc`. What stays
/// is a process that has cleared its environment *and* lost its parent, one of another user, and,
/// elsewhere than on Linux, one that has lost its parent.
final class Family {
    /// The variable that holds the mark.
    static final String MARK = "MXFAIL_PROGRAM";

    private static final Path PROCESSES = Path.of("/proc");

    /// What is killed can have started something an instant before; it cannot do so for ever, since
    /// whatever is found carries the mark and dies.
    private static final int MOST_ROUNDS = 50;

    private final String mark = UUID.randomUUID().toString();

    /// Marks a program that is to be started with that environment.
    void mark(Map<String, String> environment) {
        environment.put(MARK, mark);
    }

    /// Ends it and all that came of it. Children first would let their parent start new ones; so
    /// the parent first, then all that were below it.
    void end(Process process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(Family::end);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<ProcessHandle> marked = marked(process.pid());
            if (marked.isEmpty()) {
                return;
            }
            marked.forEach(Family::end);
        }
    }

    private static void end(ProcessHandle process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(Family::end);
    }

    /// @param first the program itself, which may lie there, dead, until it is waited for
    private List<ProcessHandle> marked(long first) {
        if (!Files.isDirectory(PROCESSES.resolve("self"))) {
            return List.of();
        }
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.pid() != first).filter(this::isMarked).toList();
        }
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            Path environment = PROCESSES.resolve(process.pid() + "/environ");
            String text = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
            return text.contains(MARK + "=" + mark);
        } catch (IOException _) {
            // it has ended meanwhile, or is another user's, who alone may end it
            return false;
        }
    }
}

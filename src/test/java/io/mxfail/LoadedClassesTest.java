package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.Lab;
import io.mxfail.real.ChildJvm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A call pays only for what it uses: which libraries a command loads, told by the JVM itself.
class LoadedClassesTest {
    private static final List<String> LIBRARIES =
            List.of(
                    "software.amazon.",
                    "okhttp3.",
                    "okio.",
                    "kotlin.",
                    "tools.jackson.",
                    "org.snakeyaml.",
                    "org.xbill.",
                    "org.slf4j.",
                    "picocli.CommandLine$Model",
                    "java.net.http.",
                    "jdk.internal.logger.",
                    "io.mxfail.adapter.",
                    "io.mxfail.lab.",
                    "io.mxfail.wire.http.");

    @TempDir private Path folder;

    @Test
    void version_and_help_load_no_library() throws Exception {
        assertEquals(Set.of(), loaded("version"));
        assertEquals(Set.of(), loaded("--help"));
    }

    @Test
    void lint_loads_yaml_and_names_alone() throws Exception {
        try (Lab lab = Lab.start(1)) {
            assertEquals(
                    Set.of(
                            "io.mxfail.adapter.",
                            "org.slf4j.",
                            "org.snakeyaml.",
                            "org.xbill.",
                            "picocli.CommandLine$Model"),
                    loaded("lint", "--profiles", lab.profiles()));
        }
    }

    @Test
    void a_plan_of_one_provider_loads_no_other() throws Exception {
        try (Lab lab = Lab.start(1)) {
            assertEquals(
                    Set.of(
                            "io.mxfail.adapter.",
                            "jdk.internal.logger.", // a handshake of TLS asks whether to log
                            "org.slf4j.",
                            "org.snakeyaml.",
                            "org.xbill.",
                            "picocli.CommandLine$Model"),
                    loaded("plan", "--to", "backup", "--profiles", lab.profiles()));
        }
    }

    @Test
    void what_a_jvm_tells_names_libraries_that_were_used() throws Exception {
        try (Lab lab = Lab.start(1)) {
            assertTrue(
                    loaded("lint", "--json", "--profiles", lab.profiles())
                            .contains("tools.jackson."));
        }
    }

    /// The libraries of which the command, which must succeed, loads a class.
    private Set<String> loaded(String... command) throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        var line = new ArrayList<>(ChildJvm.command(Main.class, command));
        line.add(1, "-Xlog:class+load:file=" + classes);
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "no end within 2 min");
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve("output")));
        try (Stream<String> lines = Files.lines(classes)) {
            var names = new TreeSet<String>();
            // What a provider says of itself is light, and known before one is chosen
            lines.filter(text -> !text.contains("Description "))
                    .forEach(
                            text ->
                                    LIBRARIES.stream()
                                            .filter(library -> text.contains("] " + library))
                                            .forEach(names::add));
            return names;
        }
    }
}

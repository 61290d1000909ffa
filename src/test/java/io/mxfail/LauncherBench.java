package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A machine for the launcher: its own PATH with few programs, a Maven and Javas that are scripts.
final class LauncherBench implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of(
                    "sh",
                    "cat",
                    "cp",
                    "date",
                    "find",
                    "flock",
                    "grep",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sleep",
                    "timeout");

    private static final String JAVA =
            """
            #!/bin/sh
            for argument; do
                case $argument in
                    -XX:AOTCacheOutput=*)
                        : >"${argument#*=}"
                        [ -z "${FAKE_TRAINING:-}" ]
                        exit
                        ;;
                esac
            done
            pwd
            echo "$0"
            printf '<%s>\\n' "$@"
            exit "${FAKE_EXIT:-0}"
            """;

    private final Path folder;
    private final Path bin;
    private final Path workingDirectory;
    private final Map<String, String> environment;

    /// What a call left.
    record Ran(int exit, String out, String err) {}

    LauncherBench(Path folder) throws IOException {
        this(
                folder,
                folder,
                Map.of("PATH", folder.resolve("bin").toString(), "HOME", folder + "/home"));
        Files.createDirectories(bin);
        for (String program : PROGRAMS) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path found = Path.of(place, program);
                if (Files.exists(found) && Files.notExists(bin.resolve(program))) {
                    Files.createSymbolicLink(bin.resolve(program), found);
                }
            }
        }
    }

    private LauncherBench(Path folder, Path workingDirectory, Map<String, String> environment) {
        this.folder = folder;
        this.bin = folder.resolve("bin");
        this.workingDirectory = workingDirectory;
        this.environment = environment;
    }

    /// Takes the links away, so that nobody who removes the folder wonders where they lead.
    @Override
    public void close() throws IOException {
        try (Stream<Path> programs = Files.list(bin)) {
            for (Path link : programs.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    LauncherBench in(Path directory) {
        return new LauncherBench(folder, directory, environment);
    }

    LauncherBench with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new LauncherBench(folder, workingDirectory, more);
    }

    LauncherBench withoutVariable(String variable) {
        var less = new HashMap<>(environment);
        less.remove(variable);
        return new LauncherBench(folder, workingDirectory, less);
    }

    /// A checkout with the real launcher, which looks for Javas in none of this machine's places.
    Path checkout(String name) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("src/main/java"));
        Files.writeString(home.resolve("src/main/java/A.java"), "class A {}");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        String text = Files.readString(Checkout.root().resolve("mxfail"));
        String without =
                text.replaceAll("(?<= )/(usr/(lib|lib64|java|local)|opt|Library)/[^ ;]*", "");
        assertNotEquals(text, without);
        return script(home.resolve("mxfail"), without);
    }

    /// A Maven that notes each build, then does as told, and leaves the program.
    void maven(String does) throws IOException {
        script(
                bin.resolve("mvn"),
                """
                #!/bin/sh
                echo built >>'%s'
                %s
                for argument; do
                    case $argument in
                        -Doutput=*) output=${argument#*=} ;;
                    esac
                done
                mkdir -p "$output/lib"
                : >"$output/mxfail.jar"
                : >"$output/lib/some.jar"
                """
                        .formatted(folder.resolve("builds"), does));
    }

    int builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }

    Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        script(home.resolve("bin/java"), JAVA);
        script(home.resolve("bin/javac"), JAVA);
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    void javaOnPath(String version) throws IOException {
        Path java = jdk("jdk-of-path", version).resolve("bin/java");
        Files.deleteIfExists(bin.resolve("java"));
        Files.createSymbolicLink(bin.resolve("java"), java);
    }

    void without(String program) throws IOException {
        Files.delete(bin.resolve(program));
    }

    /// Another process writes it: a file that this one has just had open for writing may be kept
    /// open by a child that another test starts at that moment, and could not be run ("text file
    /// busy").
    private static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Process writer =
                new ProcessBuilder("sh", "-c", "cat >\"$0\" && chmod +x \"$0\"", file.toString())
                        .start();
        try (var input = writer.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        }
        writer.onExit().join();
        assertEquals(0, writer.exitValue());
        return file;
    }

    Process start(Path launcher, String... arguments) throws IOException {
        return builder(launcher, arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("both").toFile()))
                .start();
    }

    String errors() throws IOException {
        return Files.readString(folder.resolve("both"));
    }

    Ran run(Path launcher, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process =
                builder(launcher, arguments)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "no end within a minute");
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private ProcessBuilder builder(Path launcher, String... arguments) {
        var command = new ArrayList<String>();
        command.add(
                launcher.getNameCount() == 1
                        ? bin.resolve(launcher).toString()
                        : launcher.toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /// The Java that the launcher starts.
    String javaOf(Path launcher) throws IOException, InterruptedException {
        return run(launcher, "version").out().lines().skip(1).findFirst().orElse("");
    }

    String workingDirectory(Ran ran) {
        return ran.out().lines().findFirst().orElse("");
    }

    /// What the program gets: all that follows the jar.
    List<String> arguments(Ran ran) {
        return ran.out()
                .lines()
                .dropWhile(line -> !line.endsWith("mxfail.jar>"))
                .skip(1)
                .map(line -> line.substring(1, line.length() - 1))
                .toList();
    }
}

package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.Fault;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Await;
import io.mxfail.real.ChildJvm;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process that dies in the middle of a run, with its secret in memory and the launcher's own
/// settings: whatever it leaves is searched for the secret.
class SecretsInACrashTest {
    private static final Key KEY = Key.random("mxfail-key");

    private AuthoritativeServer server;
    private Company company;
    private Path crash;

    @BeforeEach
    void open() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        crash = Files.createDirectory(company.folder.resolve("crash"));
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    /// What the launcher sets before it becomes the JVM, as the shell reads it: `$options`, and the
    /// limits of the process.
    private static String settings() throws IOException {
        return String.join(
                "\n",
                Files.readAllLines(Path.of("mxfail")).stream()
                        .filter(line -> line.startsWith("options=") || line.startsWith("ulimit "))
                        .toList());
    }

    /// Starts a JVM as the launcher does, in a folder of its own, where cores were welcome.
    private Process start(List<String> command) throws IOException {
        var line = new ArrayList<>(List.of("sh", "-c"));
        line.add(
                "ulimit -c unlimited 2>/dev/null\n"
                        + settings()
                        + "\njava=$1; shift; exec \"$java\" $options \"$@\"");
        line.add("sh");
        line.addAll(command);
        var builder =
                new ProcessBuilder(line)
                        .directory(crash.toFile())
                        .redirectOutput(crash.resolve("out").toFile())
                        .redirectError(crash.resolve("err").toFile());
        builder.environment().put("MXFAIL_TSIG_SECRET", KEY.secret());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:+HeapDumpOnOutOfMemoryError -Xmx512m");
        return builder.start();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(company.folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("tsig.secret"))
                    .toList();
        }
    }

    private static boolean holds(byte[] content, byte[] what) {
        for (int at = 0; at + what.length <= content.length; at++) {
            if (content[at] == what[0]
                    && Arrays.equals(content, at, at + what.length, what, 0, what.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean tells(byte[] content) {
        String secret = KEY.secret();
        return Stream.of(
                        secret.getBytes(StandardCharsets.US_ASCII),
                        secret.getBytes(StandardCharsets.UTF_16LE),
                        Base64.getDecoder().decode(secret))
                .anyMatch(form -> holds(content, form));
    }

    private String said() {
        try {
            return Unfolded.text(Files.readString(crash.resolve("err")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"env, SEGV", "env, ABRT", "file, SEGV", "file, ABRT"})
    void a_crash_in_the_middle_of_a_run_leaves_no_secret(String from, String signal)
            throws Exception {
        if (from.equals("env")) {
            Path profile = company.folder.resolve("profiles/acme.yaml");
            Files.writeString(
                    profile,
                    Files.readString(profile)
                            .replace(
                                    "file:" + company.folder.resolve("tsig.secret"),
                                    "env:MXFAIL_TSIG_SECRET"));
        }
        server.faults(0).inject(Fault.parse("updates: freeze"));
        String[] line =
                company.arguments("switch", "--to", "backup", "--from", "primary", "--yes")
                        .toArray(String[]::new);
        Process process = start(ChildJvm.command(Main.class, line));
        Await.until("a run is noted", Duration.ofMinutes(1), () -> said().contains(" noted"));
        assertFalse(
                tells(Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"))),
                "the process list tells");

        new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it still lives");

        assertNotEquals(0, process.exitValue(), this::said);
        for (Path file : files()) {
            assertFalse(tells(Files.readAllBytes(file)), file + " tells the secret");
        }
        try (Stream<Path> left = Files.list(crash)) {
            assertEquals(
                    List.of("err", "out"),
                    left.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void no_heap_is_dumped_even_where_the_environment_asks_for_it() throws Exception {
        Process process =
                start(
                        List.of(
                                ChildJvm.command(Main.class).getFirst(),
                                "-XX:+PrintFlagsFinal",
                                "-version"));
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it still lives");
        List<String> flags =
                Files.readAllLines(crash.resolve("out")).stream()
                        .map(line -> line.strip().replaceAll(" +", " "))
                        .filter(line -> line.matches("bool (HeapDumpOn|CreateCore).*"))
                        .toList();
        assertEquals(2, flags.size(), flags::toString);
        assertTrue(flags.stream().allMatch(flag -> flag.contains("= false")), flags::toString);
    }
}

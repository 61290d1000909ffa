package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.cli.Farewell;
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

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How the process itself ends: stopped by a signal, or with nowhere to write its result.
class EndOfProgramTest {
    private static final Key KEY = Key.random("mxfail-key");

    private AuthoritativeServer server;
    private Company company;
    private Path out;
    private Path err;

    @BeforeEach
    void open() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        out = company.folder.resolve("out");
        err = company.folder.resolve("err");
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    private Process start(File result, String... args) throws IOException {
        String[] line = company.arguments(args).toArray(String[]::new);
        return new ProcessBuilder(ChildJvm.warm(Main.class, line))
                .redirectOutput(result)
                .redirectError(err.toFile())
                .start();
    }

    private int end(Process process) throws InterruptedException {
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "no end: " + said());
        return process.exitValue();
    }

    private String said() {
        return Unfolded.text(text(err));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void who_stops_a_run_hears_which_it_is_and_what_to_type() throws Exception {
        server.faults(0).inject(Fault.parse("updates: freeze"));
        Process process =
                start(out.toFile(), "switch", "--to", "backup", "--from", "primary", "--yes");
        Await.until("a run is noted", Duration.ofMinutes(1), () -> said().contains(" noted"));

        process.destroy();

        assertEquals(4, end(process), "in doubt, as the contract has it");
        String run = said().replaceFirst("(?s).* run (\\S+) noted.*", "$1");
        assertTrue(said().contains("stopped by a signal in run " + run), said());
        assertTrue(said().contains("`mxfail resume " + run + "` finishes it"), said());
        assertTrue(said().contains("`mxfail undo " + run + "` takes it back"), said());
    }

    @Test
    void a_lab_that_is_stopped_leaves_nothing_behind() throws Exception {
        Process process =
                new ProcessBuilder(ChildJvm.warm(Main.class, "lab"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        Await.until(
                "the lab says where it is",
                Duration.ofMinutes(1),
                () -> text(out).contains("MXFAIL_PROFILES="));
        Path profiles = Path.of(text(out).replaceFirst("(?s).*MXFAIL_PROFILES=(\\S+).*", "$1"));
        assertTrue(Files.exists(profiles));

        process.toHandle().destroy(); // the signal alone: the end of its input would end it too

        assertEquals(130, end(process));
        assertFalse(Files.exists(profiles.getParent()), "the secret of its key is gone too");
    }

    @Test
    void who_stops_before_a_run_hears_that_nothing_was_changed() {
        assertTrue(farewell("switch", "--to", "backup").contains("nothing was changed"));
        assertEquals("", farewell("check"), "who only looked needs no words");
        String json = farewell("status", "--json");
        assertTrue(json.contains("\"kind\" : \"interrupted\""), json);
    }

    private static String farewell(String... args) {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new Farewell().say(stream, stream, "test", args);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_result_that_cannot_be_written_is_no_success() throws Exception {
        int exit = end(start(new File("/dev/full"), "lint"));
        assertEquals(1, exit, said());
        assertTrue(said().contains("could not be written to stdout"), said());
    }
}

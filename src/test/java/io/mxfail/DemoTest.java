package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.format.Json;
import io.mxfail.real.ChildJvm;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What `demo` promises to whoever tries mxfail for the first time: no configuration, no network,
/// no privilege, and nothing of it stays.
class DemoTest {
    /// Folders that are empty before.
    private static final List<String> FOLDERS =
            List.of("home", "work", "tmp", "config", "data", "cache", "xdg-state", "run", "bin");

    @TempDir private Path folder;

    /// What a program left that ran in a network of its own, where there is loopback only.
    ///
    /// @param listening sockets that were still open after its end
    /// @param outside packets that had no way to go, by address family
    private record Left(int exit, List<String> listening, Map<String, Integer> outside) {}

    @Test
    @NeedsServer(Server.NAMESPACES)
    void a_demo_needs_no_network_and_no_configuration_and_leaves_nothing() throws Exception {
        Left left = alone("demo");

        assertEquals(0, left.exit(), this::said);
        assertTrue(said().contains("Nothing was left behind"), this::said);
        assertEquals(List.of(), left.listening());
        assertEquals(Map.of("v4", 0, "v6", 0), left.outside(), "it looked beyond loopback");
        assertEquals(List.of(), files());
    }

    @Test
    @NeedsServer(Server.NAMESPACES)
    void a_command_that_does_look_beyond_loopback_is_seen_to() throws Exception {
        Left left = alone("init", "acme.example", "--resolver", "192.0.2.53");

        assertTrue(left.outside().get("v4") > 0, () -> left + said());
    }

    @Test
    void an_hour_of_caches_passes_in_a_demo() throws Exception {
        Instant begun = Instant.now();
        Typed ran = Typed.line("demo", "--json", "--quiet");

        assertEquals(0, ran.exit(), ran::all);
        List<Seen> steps =
                new Seen(Json.read(ran.out()))
                        .at("steps").elements().stream().map(Seen::new).toList();
        assertEquals("switched", steps.get(3).at("result").at("outcome").text());
        Instant undone =
                Instant.parse(
                        steps.get(6).at("result").at("domains", 0).at("authoritativeAt").text());
        // the old MX was cached for an hour when the lab began, and was seen to be forgotten
        Duration passed = Duration.between(begun, undone);
        assertTrue(passed.compareTo(Duration.ofMinutes(59)) > 0, passed::toString);
    }

    /// Runs a command where nothing is but a loopback, and where nothing can be written but in
    /// folders of the test.
    private Left alone(String... command) throws IOException, InterruptedException {
        for (String name : FOLDERS) {
            Files.createDirectory(folder.resolve(name));
        }
        List<String> java = new ArrayList<>(ChildJvm.command(Main.class, command));
        java.addAll(1, List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + folder.resolve("tmp")));
        var line = new ArrayList<>(List.of("unshare", "-rnm", "sh", "-c", HARNESS, "sh"));
        line.add(folder.toString());
        line.addAll(java);
        Path out = Files.createTempFile("mxfail-demo", ".out");
        Path seen = Files.createTempFile("mxfail-demo", ".seen");
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectOutput(out.toFile())
                            .redirectError(seen.toFile())
                            .start();
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it does not end");
            said = Files.readString(out) + Files.readString(seen);
            List<String> told = Files.readAllLines(seen);
            return new Left(
                    process.exitValue(),
                    told.stream().filter(text -> text.startsWith("listens ")).toList(),
                    Map.of("v4", number(told, "v4 "), "v6", number(told, "v6 ")));
        } finally {
            Files.delete(out);
            Files.delete(seen);
        }
    }

    private String said = "";

    private String said() {
        return said;
    }

    private static int number(List<String> told, String name) {
        return told.stream()
                .filter(text -> text.startsWith(name))
                .map(text -> Integer.parseInt(text.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + told));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(path -> folder.relativize(path).toString())
                    .filter(name -> !name.isEmpty() && !FOLDERS.contains(name))
                    .toList();
        }
    }

    /// Arguments: the folder, then the command. What it tells on stderr, after the command has
    /// ended: the sockets that listen still, and how often the kernel found no route for a packet.
    ///
    /// Where the system lets it, all of the disk but the folder is read-only: then nothing can have
    /// been left elsewhere.
    private static final String HARNESS =
            """
            folder=$1; shift
            ip link set lo up
            mount --bind "$folder" "$folder"
            for place in / /tmp /var/tmp; do mount -o remount,bind,ro "$place" 2>/dev/null; done
            cd "$folder/work"
            env -i HOME="$folder/home" PATH="$folder/bin" TMPDIR="$folder/tmp" \\
                XDG_CONFIG_HOME="$folder/config" XDG_DATA_HOME="$folder/data" \\
                XDG_CACHE_HOME="$folder/cache" XDG_STATE_HOME="$folder/xdg-state" \\
                XDG_RUNTIME_DIR="$folder/run" "$@" </dev/null
            code=$?
            awk '$4 == "0A" { print "listens tcp", $2 }' /proc/net/tcp /proc/net/tcp6 >&2
            awk 'FNR > 1 { print "listens udp", $2 }' /proc/net/udp /proc/net/udp6 >&2
            awk '/^Ip:/ && !n { for (i = 1; i <= NF; i++) if ($i == "OutNoRoutes") n = i; next }
                /^Ip:/ { print "v4", $n }' /proc/net/snmp >&2
            awk '$1 == "Ip6OutNoRoutes" { print "v6", $2 }' /proc/net/snmp6 >&2
            exit $code
            """;
}

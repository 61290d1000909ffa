package io.mxfail.adapter.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Binary;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The checkers that a profile may name, called as it names them: with nothing but the program.
class ZoneCheckersTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");

    @TempDir private Path folder;

    private Optional<String> against(String checker, String added) throws IOException {
        Path file = Files.writeString(folder.resolve("zone"), Written.HEAD + added);
        return new Tool(Binary.require(checker).command(), System::getenv, Duration.ofSeconds(20))
                .check(ZONE, file);
    }

    private void tellsGoodFromBroken(String checker) throws IOException {
        assertEquals(Optional.empty(), against(checker, "www A 192.0.2.1\n"));
        Optional<String> broken = against(checker, "www A 192.0.2.1\nwww CNAME other\n");
        assertTrue(broken.orElseThrow().contains("ended with exit code 1"), broken::toString);
        assertTrue(broken.orElseThrow().contains("CNAME"), broken::toString);
    }

    @Test
    @NeedsServer(Server.BIND_CHECKER)
    void bind_says_what_is_wrong_with_a_file() throws IOException {
        tellsGoodFromBroken("named-checkzone");
    }

    @Test
    @NeedsServer(Server.KNOT_CHECKER)
    void knot_says_what_is_wrong_with_a_file() throws IOException {
        tellsGoodFromBroken("kzonecheck");
    }

    @Test
    @NeedsServer(Server.NSD_CHECKER)
    void nsd_says_what_is_wrong_with_a_file() throws IOException {
        tellsGoodFromBroken("nsd-checkzone");
    }
}

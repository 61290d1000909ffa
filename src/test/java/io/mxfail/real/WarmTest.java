package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.Main;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

class WarmTest {
    @TempDir Path folder;

    /// Nothing else would tell: a file that does not fit the JVM or its class path is passed over.
    @Test
    void children_start_from_what_was_kept() throws Exception {
        Path classes = folder.resolve("classes");
        Path said = folder.resolve("said");
        var command = new ArrayList<>(ChildJvm.warm(Main.class, "version"));
        command.add(1, "-Xlog:class+load:file=" + classes);
        Process child =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertEquals(0, child.waitFor(), Files.readString(said));
        assertTrue(
                Files.readString(classes).contains("io.mxfail.Main source: shared objects file"),
                "nothing was kept, or not for them");
    }
}

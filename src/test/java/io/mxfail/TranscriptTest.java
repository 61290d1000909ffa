package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What an operator types and sees, story by story, on a lab whose time passes only while mxfail
/// waits.
///
/// A story is replayed and must show what the file shows. After a change that is meant,
/// `-Dmxfail.golden=DIR` writes the stories anew into a folder; read them before they go in.
class TranscriptTest {
    private static final int WIDTH = 100;

    @TempDir private Path folder;

    static Stream<String> stories() throws Exception {
        try (Stream<Path> files = Files.list(scenarios())) {
            return files
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".transcript"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path scenarios() throws URISyntaxException {
        return Path.of(TranscriptTest.class.getResource("/scenarios").toURI());
    }

    @ParameterizedTest
    @MethodSource("stories")
    void the_story_goes_as_written(String name) throws Exception {
        String written = Files.readString(scenarios().resolve(name));
        String replayed = new Transcript(folder).replay(written);
        String golden = System.getProperty("mxfail.golden", "");
        if (!golden.isEmpty()) {
            Files.writeString(Path.of(golden, name), replayed);
            return;
        }
        assertEquals(List.of(), differences(written.lines().toList(), replayed.lines().toList()));
    }

    /// The first lines that differ.
    private static List<String> differences(List<String> written, List<String> replayed) {
        for (int line = 0; line < Math.max(written.size(), replayed.size()); line++) {
            String is = line < replayed.size() ? replayed.get(line) : "(end)";
            String was = line < written.size() ? written.get(line) : "(end)";
            if (!is.equals(was)) {
                return List.of("line " + (line + 1), "written  " + was, "replayed " + is);
            }
        }
        return List.of();
    }

    @Test
    void what_mxfail_composes_fits_a_terminal() throws Exception {
        for (String name : stories().toList()) {
            List<String> wide =
                    Files.readAllLines(scenarios().resolve(name)).stream()
                            .filter(line -> !line.startsWith(";;") && !line.startsWith("$ "))
                            .filter(
                                    line ->
                                            !line.startsWith("|")
                                                    && !line.startsWith("- `")
                                                    && !line.contains("\" : "))
                            .filter(line -> line.codePointCount(0, line.length()) > WIDTH)
                            .toList();
            assertTrue(wide.isEmpty(), () -> name + ": " + String.join("\n", wide));
        }
    }
}

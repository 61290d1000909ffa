package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What an operator types and sees, story by story, on a lab whose time passes only while mxfail
/// waits.
///
/// A story is replayed and must show what the file shows. After a change that is meant,
/// `-Dmxfail.golden=DIR` writes the stories anew into a folder; read them before they go in.
class TranscriptTest {
    private static final int WIDTH = 80;

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

    /// What may be wider, since whoever breaks it spoils it: a path or a place in a file, a TXT
    /// string, and a command to copy, each alone on its line.
    private static final Pattern UNBREAKABLE =
            Pattern.compile(
                    "\\s*([-+] )?(\\S+|\".*\"(  \\(ttl \\d+\\))?|`mxfail .*`\\S*|mxfail .*)");

    @ParameterizedTest
    @MethodSource("stories")
    void what_mxfail_composes_fits_a_terminal(String name) throws Exception {
        var wide = new ArrayList<String>();
        boolean forPeople = true;
        for (String line : Files.readAllLines(scenarios().resolve(name))) {
            if (line.startsWith("$ ")) {
                // JSON and markdown are broken by whoever shows them
                forPeople = !line.contains(" --json") && !line.contains(" --output ");
            } else if (forPeople
                    && !line.startsWith(";;")
                    && line.codePointCount(0, line.length()) > WIDTH
                    && !UNBREAKABLE.matcher(line).matches()) {
                wide.add(line);
            }
        }
        assertEquals(List.of(), wide);
    }
}

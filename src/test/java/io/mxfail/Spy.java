package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks for secrets in what a program leaves: as they are, folded over lines, encoded for a URL,
/// in hex, and inside of anything that could be Base64.
///
/// @param secrets none of which may be seen
record Spy(List<String> secrets) {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{12,}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){6,}");
    private static final Pattern PERCENT = Pattern.compile("%([0-9a-fA-F]{2})");

    Spy {
        secrets = List.copyOf(secrets);
    }

    /// @param where what the text is, for the failure
    void assertSilent(String where, String text) {
        List<String> found = found(text);
        assertEquals(List.of(), found, () -> where + " tells a secret:\n" + text);
    }

    /// All files of a folder.
    ///
    /// @param besides those where the secrets belong
    void assertSilent(Path folder, List<Path> besides) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!besides.contains(file)) {
                    assertSilent(
                            file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    /// The secrets that a text tells.
    List<String> found(String text) {
        var readings = new ArrayList<String>();
        for (String plain : List.of(text, text.replaceAll("\\s+", ""))) {
            readings.add(plain);
            readings.add(withoutPercents(plain));
            BASE64.matcher(plain).results().forEach(run -> decode(run.group(), readings));
            HEX.matcher(plain)
                    .results()
                    .forEach(
                            run ->
                                    readings.add(
                                            new String(
                                                    HexFormat.of().parseHex(run.group()),
                                                    StandardCharsets.ISO_8859_1)));
        }
        return secrets.stream()
                .filter(secret -> readings.stream().anyMatch(reading -> holds(reading, secret)))
                .toList();
    }

    private static boolean holds(String reading, String secret) {
        return reading.contains(secret) || reading.contains(secret.replace(" ", ""));
    }

    private static void decode(String run, List<String> readings) {
        String standard = run.replace('-', '+').replace('_', '/');
        for (int from = 0; from < 4; from++) {
            String rest = standard.substring(from);
            String whole = rest + "A".repeat(-rest.length() & 3);
            byte[] octets = Base64.getDecoder().decode(whole);
            readings.add(new String(octets, StandardCharsets.ISO_8859_1));
        }
    }

    private static String withoutPercents(String text) {
        var octets = new ByteArrayOutputStream();
        int at = 0;
        var matcher = PERCENT.matcher(text);
        while (matcher.find(at)) {
            octets.writeBytes(text.substring(at, matcher.start()).getBytes(StandardCharsets.UTF_8));
            octets.write(Integer.parseInt(matcher.group(1), 16));
            at = matcher.end();
        }
        octets.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
        return octets.toString(StandardCharsets.UTF_8).replace('+', ' ')
                + octets.toString(StandardCharsets.UTF_8);
    }
}

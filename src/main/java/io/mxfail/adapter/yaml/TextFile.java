package io.mxfail.adapter.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Reads a file as text: UTF-8 without control characters, and of a size that a person could
/// have meant. A byte order mark at the start is skipped, as some editors write one unasked.
final class TextFile {
    private TextFile() {}

    /// The text, or nothing where something is wrong with it.
    ///
    /// @param most bytes
    static Optional<String> read(Source source, int most, Problems problems) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(source.path()) && Files.exists(source.path())) {
                problems.error(
                        source.start(),
                        source.shown() + " is not a file",
                        "put a file there; a folder of profiles is given with --profiles");
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(source.path())) {
                bytes = in.readNBytes(most + 1);
            }
        } catch (NoSuchFileException _) {
            boolean link = Files.isSymbolicLink(source.path());
            problems.error(
                    source.start(),
                    link
                            ? source.shown() + " is a link to a file that is not there"
                            : "there is no file " + source.shown(),
                    link ? "mend the link, or remove it" : "check its name");
            return Optional.empty();
        } catch (IOException e) {
            problems.error(
                    source.start(),
                    "cannot read " + source.shown() + ": " + e,
                    "make it readable for the user who runs mxfail");
            return Optional.empty();
        }
        if (bytes.length > most) {
            problems.error(
                    source.start(),
                    source.shown() + " is larger than " + most / 1024 + " KiB",
                    "split it; such files are written by people");
            return Optional.empty();
        }
        return decode(source, bytes, problems);
    }

    private static Optional<String> decode(Source source, byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, text, true);
        text.flip();
        String read = text.toString();
        if (result.isError()) {
            Place place = place(source, read, read.length());
            problems.error(
                    place,
                    in.position() < 2 && looksLikeUtf16(bytes)
                            ? "the file is UTF-16, not UTF-8"
                            : "a byte that is not UTF-8",
                    "save the file in UTF-8");
            return Optional.empty();
        }
        if (read.startsWith("\uFEFF")) {
            read = read.substring(1);
        }
        return control(source, read, problems) ? Optional.empty() : Optional.of(read);
    }

    private static boolean looksLikeUtf16(byte[] bytes) {
        return bytes.length > 1 && ((bytes[0] & 0xff) >= 0xfe) && ((bytes[1] & 0xff) >= 0xfe);
    }

    private static boolean control(Source source, String text, Problems problems) {
        for (int i = 0; i < text.length(); i++) {
            int point = text.codePointAt(i);
            if (!printable(point)) {
                problems.error(
                        place(source, text, i),
                        String.format("the character U+%04X, which no text holds", point),
                        point == 0
                                ? "save the file as plain UTF-8 text"
                                : "delete it; in double quotes `\\n` and the like stand for such"
                                        + " characters");
                return true;
            }
            if (Character.isSupplementaryCodePoint(point)) {
                i++;
            }
        }
        return false;
    }

    /// What YAML 1.2 (section 5.1) allows, less the line separators that no editor shows as such.
    private static boolean printable(int point) {
        return (point >= 0x20 && point <= 0x7e)
                || point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0xa0
                        && point <= 0xfffd
                        && point != 0x2028
                        && point != 0x2029
                        && point != 0xfeff
                        && !(point >= 0xd800 && point <= 0xdfff))
                || point >= 0x10000;
    }

    static Place place(Source source, String text, int index) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                line++;
                start = i + 1;
            }
        }
        return new Place(source, line, text.codePointCount(start, index) + 1);
    }
}

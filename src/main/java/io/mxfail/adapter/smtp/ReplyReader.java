package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.Reply;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads replies (RFC 5321, section 4.2) from a host that need not mean well: line length and
/// number of lines are bounded.
final class ReplyReader {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 200;

    private final InputStream in;

    ReplyReader(InputStream in) {
        this.in = new BufferedInputStream(in, 2048);
    }

    /// One reply; without code, if what came is none.
    RawReply read() throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < MAX_LINES) {
            String line = line();
            if (line.length() >= MAX_LINE) {
                return RawReply.none("sent a line of more than " + MAX_LINE + " bytes");
            }
            if (!isReplyLine(line)) {
                return RawReply.none("does not speak SMTP, said: " + line);
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() < 4 || line.charAt(3) != '-') {
                int code = Integer.parseInt(line.substring(0, 3));
                return new RawReply(Reply.of(code, lines), lines);
            }
        }
        return RawReply.none("sent a reply of more than " + MAX_LINES + " lines");
    }

    private static boolean isReplyLine(String line) {
        return line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2))
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// A line without its end; a bare line feed ends one too, as many hosts' scripts do.
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
            if (line.size() >= MAX_LINE) {
                break;
            }
        }
        // Latin-1 never fails and keeps one character a byte, so the length is the line's.
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}

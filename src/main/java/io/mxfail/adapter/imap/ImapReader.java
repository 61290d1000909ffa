package io.mxfail.adapter.imap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads responses (RFC 3501, section 7) from a server that need not mean well: everything that it
/// sends in one conversation is counted, and too much of it ends the conversation.
final class ImapReader {
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_LITERAL = 512 * 1024;
    private static final int MAX_TOTAL = 2 * 1024 * 1024;
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,10})\\+?}$");

    private final InputStream in;
    private int total;

    ImapReader(InputStream in) {
        this.in = new BufferedInputStream(in, 8192);
    }

    /// One response.
    ///
    /// @param text its line, where each literal left its `{length}`
    /// @param literals the literals, in order
    record Response(String text, List<String> literals) {
        Response {
            literals = List.copyOf(literals);
        }
    }

    /// The next response, with all its literals.
    Response read() throws IOException {
        var text = new StringBuilder();
        var literals = new ArrayList<String>();
        while (true) {
            String line = line();
            text.append(line);
            if (text.length() > MAX_LINE) {
                throw ImapTrouble.lasting("sent a response of more than " + MAX_LINE + " bytes");
            }
            Matcher literal = LITERAL.matcher(line);
            if (!literal.find()) {
                return new Response(text.toString(), literals);
            }
            literals.add(literal(Long.parseLong(literal.group(1))));
        }
    }

    private String literal(long length) throws IOException {
        if (length > MAX_LITERAL) {
            throw ImapTrouble.lasting("announced a literal of " + length + " bytes");
        }
        count((int) length);
        byte[] content = in.readNBytes((int) length);
        if (content.length < length) {
            throw new EOFException();
        }
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
            if (line.size() > MAX_LINE) {
                throw ImapTrouble.lasting("sent a line of more than " + MAX_LINE + " bytes");
            }
        }
        count(line.size() + 1);
        // Latin-1 never fails and keeps one character a byte.
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private void count(int more) throws IOException {
        total += more;
        if (total > MAX_TOTAL) {
            throw ImapTrouble.lasting("sent more than " + MAX_TOTAL + " bytes");
        }
    }
}

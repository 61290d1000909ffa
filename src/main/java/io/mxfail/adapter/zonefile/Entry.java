package io.mxfail.adapter.zonefile;

import java.util.ArrayList;
import java.util.List;

/// One entry of a master file (RFC 1035, section 5.1): a line, or several that parentheses join,
/// with its comments and its line end. All entries together are the file, byte for byte.
///
/// @param text one `char` an octet
/// @param line the number of its first line
/// @param tokens its words, without comments and parentheses
/// @param firstOpen where the first parenthesis opens; the text's length where none does
/// @param lastClose behind the last parenthesis; 0 where there is none
record Entry(String text, int line, List<Token> tokens, int firstOpen, int lastClose) {
    Entry {
        tokens = List.copyOf(tokens);
    }

    /// Whether the owner is left out, which means that of the entry before.
    boolean startsBlank() {
        return text.startsWith(" ") || text.startsWith("\t");
    }

    /// The characters that end a line here; empty at the end of a file that lacks them.
    String lineEnd() {
        return text.endsWith("\r\n") ? "\r\n" : text.endsWith("\n") ? "\n" : "";
    }

    /// Cuts a file into its entries.
    ///
    /// @param place the file's name, for messages
    static List<Entry> all(String file, String place) throws MasterException {
        var entries = new ArrayList<Entry>();
        int line = 1;
        for (int from = 0; from < file.length(); ) {
            Entry entry = new Reader(file, from, line, place).read();
            entries.add(entry);
            from += entry.text().length();
            line += (int) entry.text().chars().filter(c -> c == '\n').count();
        }
        return entries;
    }

    /// Reads one entry, character by character.
    private static final class Reader {
        private final String file;
        private final int from;
        private final int line;
        private final String place;
        private final List<Token> tokens = new ArrayList<>();
        private int at;
        private int depth;
        private int firstOpen = Integer.MAX_VALUE;
        private int lastClose;

        Reader(String file, int from, int line, String place) {
            this.file = file;
            this.from = from;
            this.line = line;
            this.place = place;
            this.at = from;
        }

        Entry read() throws MasterException {
            while (at < file.length()) {
                char c = file.charAt(at);
                if (c == '\n') {
                    at++;
                    if (depth == 0) {
                        return entry();
                    }
                } else if (c == ' ' || c == '\t' || c == '\r') {
                    at++;
                } else if (c == ';') {
                    int end = file.indexOf('\n', at);
                    at = end < 0 ? file.length() : end;
                } else if (c == '(') {
                    firstOpen = Math.min(firstOpen, at - from);
                    depth++;
                    at++;
                } else if (c == ')') {
                    if (--depth < 0) {
                        throw wrong("`)` without `(`");
                    }
                    at++;
                    lastClose = at - from;
                } else {
                    word(c == '"');
                }
            }
            if (depth > 0) {
                throw wrong("`(` is never closed");
            }
            return entry();
        }

        private void word(boolean quoted) throws MasterException {
            int start = at++;
            while (at < file.length()) {
                char c = file.charAt(at);
                if (c == '\n' && quoted) {
                    throw wrong("a quoted string does not end on its line");
                }
                if (c == '\\' && at + 1 < file.length() && file.charAt(at + 1) != '\n') {
                    at += 2;
                } else if (quoted ? c == '"' : " \t\r\n;()".indexOf(c) >= 0) {
                    at += quoted ? 1 : 0;
                    tokens.add(new Token(file.substring(start, at), start - from, at - from));
                    return;
                } else {
                    at++;
                }
            }
            if (quoted) {
                throw wrong("a quoted string does not end on its line");
            }
            tokens.add(new Token(file.substring(start, at), start - from, at - from));
        }

        private Entry entry() {
            String text = file.substring(from, at);
            return new Entry(text, line, tokens, Math.min(firstOpen, text.length()), lastClose);
        }

        private MasterException wrong(String what) {
            return new MasterException(place + " line " + line, what);
        }
    }
}

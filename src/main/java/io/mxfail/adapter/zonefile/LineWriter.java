package io.mxfail.adapter.zonefile;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

/// Writes the lines of an edited master file, from the first to the last.
///
/// A record that changes keeps its line: owner, class, blanks and the comment behind it stay. Where
/// a neighbour had its owner or TTL from a line that goes or changes, it gets its own.
final class LineWriter {
    private final MasterFile file;
    private final Optional<Long> serial;

    /// What a reader of the new text knows at the next line.
    private Name origin;

    private Optional<Name> owner = Optional.empty();
    private Ttl ttl = Ttl.UNKNOWN;

    /// What a record becomes.
    ///
    /// @param data empty: only the TTL changes
    record Rewritten(Optional<String> data, long ttl) {}

    /// A record that comes.
    record Inserted(RecordKey key, long ttl, String data) {}

    /// @param file as it was
    /// @param serial the next one of its SOA
    LineWriter(MasterFile file, Optional<Long> serial) {
        this.file = file;
        this.serial = serial;
        this.origin = file.zone();
    }

    /// An `$ORIGIN` was passed.
    void origin(Name next) {
        origin = next;
    }

    /// A `$TTL` was passed.
    void standardTtl(long seconds) {
        ttl = ttl.withStandard(seconds);
    }

    /// What stands elsewhere was passed.
    void behind(Line.Elsewhere elsewhere) {
        ttl = ttl.after(elsewhere);
    }

    boolean isSoa(Line.Own own) {
        return own.found().isOf(new RecordKey(file.zone(), Type.SOA));
    }

    private String named(Name name) {
        if (name.equals(origin)) {
            return "@";
        }
        return name.subdomain(origin) && !origin.equals(Name.root)
                ? name.relativize(origin).toString()
                : name.toString();
    }

    /// A line of the file.
    String own(Line.Own line, Optional<Rewritten> change) {
        boolean soa = isSoa(line);
        Line.Words words = line.words();
        String text = line.entry().text();
        long seconds = change.map(Rewritten::ttl).orElse(line.found().ttl());
        // from the back, so that places further in front stay what they are
        Optional<String> data =
                change.flatMap(Rewritten::data).map(fresh -> inTheStyleOf(line, fresh));
        if (data.isPresent() && line.entry().firstOpen() < words.kind().start()) {
            text = onOneLine(line, seconds, data.get());
        } else {
            if (data.isPresent()) {
                text = withData(line, data.get());
            } else if (soa && serial.isPresent()) {
                Token number = words.data().get(2);
                text = spliced(text, number.start(), number.end(), String.valueOf(serial.get()));
            }
            text = withTtl(text, words, seconds, soa);
        }
        if (words.owner().isEmpty() && owner.filter(line.found().owner()::equals).isEmpty()) {
            text = named(line.found().owner()) + text;
        }
        owner = Optional.of(line.found().owner());
        ttl = ttl.withLast(seconds);
        return text;
    }

    private String withTtl(String text, Line.Words words, long seconds, boolean soa) {
        if (words.ttl().isPresent()) {
            Token token = words.ttl().get();
            if (Ttl.parse(token.text()).filter(t -> t == seconds).isPresent()) {
                return text;
            }
            return ttl.standard().filter(t -> t == seconds).isPresent()
                    ? without(text, token)
                    : spliced(text, token.start(), token.end(), String.valueOf(seconds));
        }
        boolean implied =
                ttl.implied().isEmpty() && soa
                        || ttl.implied().filter(t -> t == seconds).isPresent();
        if (implied) {
            return text;
        }
        int before = words.dnsClass().orElse(words.kind()).start();
        return spliced(text, before, before, seconds + " ");
    }

    /// A TTL that comes back to what `$TTL` says needs no word, so that a switch and its undo leave
    /// the line as it was.
    private static String without(String text, Token token) {
        int next = token.end();
        while (text.charAt(next) == ' ' || text.charAt(next) == '\t') {
            next++;
        }
        return spliced(text, token.start(), next, "");
    }

    /// A host at the end of the data is named without its zone where the one before it was; where
    /// that lay elsewhere, as the file does it with its other hosts.
    private String inTheStyleOf(Line.Own line, String data) {
        Optional<Name> before = host(line);
        if (before.isEmpty()
                || (isInFull(line)
                        && (before.get().subdomain(file.zone()) || namesHostsInFull()))) {
            return data;
        }
        int host = data.lastIndexOf(' ') + 1;
        try {
            return data.substring(0, host)
                    + named(Name.fromString(data.substring(host), Name.root));
        } catch (TextParseException _) {
            return data;
        }
    }

    private boolean namesHostsInFull() {
        return file.lines().stream()
                .filter(Line.Own.class::isInstance)
                .map(Line.Own.class::cast)
                .anyMatch(
                        own ->
                                isInFull(own)
                                        && host(own)
                                                .filter(h -> h.subdomain(file.zone()))
                                                .isPresent());
    }

    private static boolean isInFull(Line.Own line) {
        return line.words().data().getLast().plain().endsWith(".");
    }

    private static Optional<Name> host(Line.Own line) {
        return line.found().record().flatMap(LineWriter::host);
    }

    private static Optional<Name> host(Record record) {
        return switch (record) {
            case MXRecord mx -> Optional.of(mx.getTarget());
            case SRVRecord srv -> Optional.of(srv.getTarget());
            case CNAMERecord alias -> Optional.of(alias.getTarget());
            case NSRecord server -> Optional.of(server.getTarget());
            default -> Optional.empty();
        };
    }

    /// Puts other data behind the type. What parentheses join becomes one line.
    private static String withData(Line.Own line, String data) {
        String text = line.entry().text();
        int kindEnd = line.words().kind().end();
        List<Token> old = line.words().data();
        String gap = old.isEmpty() ? " " : text.substring(kindEnd, old.getFirst().start());
        boolean clean = !gap.isEmpty() && gap.isBlank() && gap.indexOf('\n') < 0;
        return text.substring(0, kindEnd) + (clean ? gap : " ") + data + behind(line);
    }

    /// Where the words in front of the data lie within parentheses too, over as many lines.
    private static String onOneLine(Line.Own line, long ttl, String data) {
        Line.Words words = line.words();
        return words.owner().map(Token::text).orElse("")
                + " "
                + ttl
                + " IN "
                + words.kind().text()
                + " "
                + data
                + behind(line);
    }

    /// The comment and the line end.
    private static String behind(Line.Own line) {
        List<Token> old = line.words().data();
        int last = old.isEmpty() ? line.words().kind().end() : old.getLast().end();
        return line.entry().text().substring(Math.max(line.entry().lastClose(), last));
    }

    private static String spliced(String text, int from, int to, String with) {
        return text.substring(0, from) + with + text.substring(to);
    }

    /// A line for a record that comes.
    ///
    /// @param beside the one before it
    String fresh(Inserted record, Line.Own beside) {
        String gap = beside.entry().text().indexOf('\t') >= 0 ? "\t" : " ";
        var line = new StringBuilder(named(record.key().name())).append(gap);
        if (ttl.standard().filter(t -> t == record.ttl()).isEmpty()) {
            line.append(record.ttl()).append(gap);
        }
        if (beside.words().dnsClass().isPresent()) {
            line.append("IN").append(gap);
        }
        line.append(record.key().typeName()).append(gap).append(record.data());
        owner = Optional.of(record.key().name());
        ttl = ttl.withLast(record.ttl());
        return line.toString();
    }
}

package io.mxfail.adapter.zonefile;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.format.RecordText;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Changes sets of a master file and leaves every other byte as it is.
///
/// A record that changes keeps its line: owner, class, blanks and the comment behind it stay. A new
/// one goes behind its kin. Where a neighbour had its owner or TTL from a line that goes or
/// changes, it gets its own.
final class MasterEdit {
    private final MasterFile file;
    private final Map<Integer, Rewritten> rewritten = new HashMap<>();
    private final Set<Integer> dropped = new HashSet<>();
    private final Map<Integer, List<Inserted>> inserted = new HashMap<>();
    private Optional<Long> serial = Optional.empty();

    /// @param data empty: only the TTL changes
    private record Rewritten(Optional<String> data, long ttl) {}

    private record Inserted(RecordKey key, long ttl, String data) {}

    MasterEdit(MasterFile file) {
        this.file = file;
    }

    /// The file's new text.
    ///
    /// @param nextSerial the SOA's
    /// @throws MasterException where a set, or the SOA, stands in an included file
    static String apply(MasterFile file, List<SetWrite> writes, long nextSerial)
            throws MasterException {
        var edit = new MasterEdit(file);
        for (SetWrite write : writes) {
            edit.set(write);
        }
        edit.serial = Optional.of(nextSerial);
        return edit.text();
    }

    private void set(SetWrite write) throws MasterException {
        RecordKey key = write.key();
        List<Integer> own = linesOf(key);
        var wanted = new ArrayList<Record>();
        var texts = new HashMap<Record, String>();
        write.after()
                .ifPresent(
                        set -> {
                            List<String> data = RecordText.quoted(set);
                            for (int i = 0; i < data.size(); i++) {
                                wanted.add(set.records().get(i));
                                texts.put(set.records().get(i), data.get(i));
                            }
                        });
        long ttl = write.after().map(RecordSet::ttl).orElse(0L);
        var left = new ArrayList<Integer>();
        for (int at : own) {
            Line.Own line = (Line.Own) file.lines().get(at);
            Optional<Record> match =
                    wanted.stream()
                            .filter(r -> line.found().record().filter(r::equals).isPresent())
                            .findFirst();
            if (match.isPresent()) {
                wanted.remove(match.get());
                if (line.found().ttl() != ttl) {
                    rewritten.put(at, new Rewritten(Optional.empty(), ttl));
                }
            } else {
                left.add(at);
            }
        }
        while (!wanted.isEmpty() && !left.isEmpty()) {
            String data = texts.getOrDefault(wanted.removeFirst(), "");
            rewritten.put(left.removeFirst(), new Rewritten(Optional.of(data), ttl));
        }
        dropped.addAll(left);
        if (!wanted.isEmpty()) {
            int anchor = anchor(key, own);
            for (Record record : wanted) {
                inserted.computeIfAbsent(anchor, _ -> new ArrayList<>())
                        .add(new Inserted(key, ttl, texts.getOrDefault(record, "")));
            }
        }
    }

    private List<Integer> linesOf(RecordKey key) throws MasterException {
        var own = new ArrayList<Integer>();
        for (int i = 0; i < file.lines().size(); i++) {
            switch (file.lines().get(i)) {
                case Line.Own line when line.found().isOf(key) -> own.add(i);
                case Line.Elsewhere elsewhere
                        when elsewhere.records().stream().anyMatch(f -> f.isOf(key)) ->
                        throw new MasterException(
                                elsewhere.where(),
                                key
                                        + " stands there, and mxfail changes the zone's own file"
                                        + " alone; move it into that file");
                case Line.Own _,
                        Line.Elsewhere _,
                        Line.Other _,
                        Line.Origin _,
                        Line.DefaultTtl _ -> {}
            }
        }
        return own;
    }

    /// Behind the last record of the set, else of the name, else of the file.
    private int anchor(RecordKey key, List<Integer> own) {
        if (!own.isEmpty()) {
            return own.getLast();
        }
        int last = -1;
        int lastOfName = -1;
        for (int i = 0; i < file.lines().size(); i++) {
            if (file.lines().get(i) instanceof Line.Own line) {
                last = i;
                lastOfName = line.found().owner().equals(key.name()) ? i : lastOfName;
            }
        }
        return lastOfName >= 0 ? lastOfName : last;
    }

    private String text() throws MasterException {
        var text = new StringBuilder();
        var state = new State(file.zone());
        String lineEnd = lineEnd();
        boolean hasSoa = false;
        for (int i = 0; i < file.lines().size(); i++) {
            Line line = file.lines().get(i);
            switch (line) {
                case Line.Other other -> text.append(other.entry().text());
                case Line.Origin origin -> {
                    state.origin = origin.origin();
                    text.append(origin.entry().text());
                }
                case Line.DefaultTtl ttl -> {
                    state.ttl = state.ttl.withStandard(ttl.seconds());
                    text.append(ttl.entry().text());
                }
                case Line.Elsewhere elsewhere -> {
                    state.ttl = state.ttl.after(elsewhere);
                    text.append(elsewhere.entry().text());
                }
                case Line.Own own -> {
                    boolean soa = isSoa(own);
                    hasSoa |= soa;
                    if (!dropped.contains(i)) {
                        text.append(own(own, Optional.ofNullable(rewritten.get(i)), soa, state));
                    }
                    for (Inserted more : inserted.getOrDefault(i, List.of())) {
                        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                            text.append(lineEnd);
                        }
                        text.append(fresh(more, own, state)).append(lineEnd);
                    }
                }
            }
        }
        if (!hasSoa) {
            throw new MasterException(
                    "the SOA of " + file.zone(),
                    "it does not stand in the zone's own file, so its serial cannot be raised");
        }
        return text.toString();
    }

    private boolean isSoa(Line.Own own) {
        return own.found().isOf(new RecordKey(file.zone(), Type.SOA));
    }

    private String lineEnd() {
        return file.lines().stream()
                .map(l -> l.entry().lineEnd())
                .filter(end -> !end.isEmpty())
                .findFirst()
                .orElse("\n");
    }

    /// What a reader of the new text knows at some line.
    private static final class State {
        private Name origin;
        private Optional<Name> owner = Optional.empty();
        private Ttl ttl = Ttl.UNKNOWN;

        State(Name origin) {
            this.origin = origin;
        }

        String named(Name name) {
            if (name.equals(origin)) {
                return "@";
            }
            return name.subdomain(origin) && !origin.equals(Name.root)
                    ? name.relativize(origin).toString()
                    : name.toString();
        }
    }

    private String own(Line.Own line, Optional<Rewritten> change, boolean soa, State state) {
        Line.Words words = line.words();
        String text = line.entry().text();
        long ttl = change.map(Rewritten::ttl).orElse(line.found().ttl());
        // from the back, so that places further in front stay what they are
        Optional<String> data =
                change.flatMap(Rewritten::data).map(fresh -> inTheStyleOf(line, fresh, state));
        if (data.isPresent() && line.entry().firstOpen() < words.kind().start()) {
            text = onOneLine(line, ttl, data.get());
        } else {
            if (data.isPresent()) {
                text = withData(line, data.get());
            } else if (soa && serial.isPresent()) {
                Token number = words.data().get(2);
                text = spliced(text, number.start(), number.end(), String.valueOf(serial.get()));
            }
            text = withTtl(text, words, ttl, soa, state);
        }
        if (words.owner().isEmpty() && state.owner.filter(line.found().owner()::equals).isEmpty()) {
            text = state.named(line.found().owner()) + text;
        }
        state.owner = Optional.of(line.found().owner());
        state.ttl = state.ttl.withLast(ttl);
        return text;
    }

    private static String withTtl(
            String text, Line.Words words, long ttl, boolean soa, State state) {
        if (words.ttl().isPresent()) {
            Token token = words.ttl().get();
            if (Ttl.parse(token.text()).filter(t -> t == ttl).isPresent()) {
                return text;
            }
            return state.ttl.standard().filter(t -> t == ttl).isPresent()
                    ? without(text, token)
                    : spliced(text, token.start(), token.end(), String.valueOf(ttl));
        }
        boolean implied =
                state.ttl.implied().isEmpty() && soa
                        || state.ttl.implied().filter(t -> t == ttl).isPresent();
        if (implied) {
            return text;
        }
        int before = words.dnsClass().orElse(words.kind()).start();
        return spliced(text, before, before, ttl + " ");
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
    private String inTheStyleOf(Line.Own line, String data, State state) {
        Optional<Name> before = host(line);
        if (before.isEmpty()
                || (isInFull(line)
                        && (before.get().subdomain(file.zone()) || namesHostsInFull()))) {
            return data;
        }
        int host = data.lastIndexOf(' ') + 1;
        try {
            return data.substring(0, host)
                    + state.named(Name.fromString(data.substring(host), Name.root));
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
        return line.found().record().flatMap(MasterEdit::host);
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

    private static String fresh(Inserted record, Line.Own beside, State state) {
        String gap = beside.entry().text().indexOf('\t') >= 0 ? "\t" : " ";
        var line = new StringBuilder(state.named(record.key().name())).append(gap);
        if (state.ttl.standard().filter(t -> t == record.ttl()).isEmpty()) {
            line.append(record.ttl()).append(gap);
        }
        if (beside.words().dnsClass().isPresent()) {
            line.append("IN").append(gap);
        }
        line.append(record.key().typeName()).append(gap).append(record.data());
        state.owner = Optional.of(record.key().name());
        state.ttl = state.ttl.withLast(record.ttl());
        return line.toString();
    }
}

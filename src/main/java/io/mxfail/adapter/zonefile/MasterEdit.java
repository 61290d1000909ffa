package io.mxfail.adapter.zonefile;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.format.RecordText;

import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Changes sets of a master file and leaves every other byte as it is.
///
/// Here is decided which lines change, go and come; [LineWriter] writes them. A new record goes
/// behind its kin.
final class MasterEdit {
    private final MasterFile file;
    private final Map<Integer, LineWriter.Rewritten> rewritten = new HashMap<>();
    private final Set<Integer> dropped = new HashSet<>();
    private final Map<Integer, List<LineWriter.Inserted>> inserted = new HashMap<>();
    private Optional<Long> serial = Optional.empty();

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
                    rewritten.put(at, new LineWriter.Rewritten(Optional.empty(), ttl));
                }
            } else {
                left.add(at);
            }
        }
        while (!wanted.isEmpty() && !left.isEmpty()) {
            String data = texts.getOrDefault(wanted.removeFirst(), "");
            rewritten.put(left.removeFirst(), new LineWriter.Rewritten(Optional.of(data), ttl));
        }
        dropped.addAll(left);
        if (!wanted.isEmpty()) {
            int anchor = anchor(key, own);
            for (Record record : wanted) {
                inserted.computeIfAbsent(anchor, _ -> new ArrayList<>())
                        .add(new LineWriter.Inserted(key, ttl, texts.getOrDefault(record, "")));
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
        var writing = new LineWriter(file, serial);
        String lineEnd = lineEnd();
        boolean hasSoa = false;
        for (int i = 0; i < file.lines().size(); i++) {
            Line line = file.lines().get(i);
            switch (line) {
                case Line.Other other -> text.append(other.entry().text());
                case Line.Origin origin -> {
                    writing.origin(origin.origin());
                    text.append(origin.entry().text());
                }
                case Line.DefaultTtl ttl -> {
                    writing.standardTtl(ttl.seconds());
                    text.append(ttl.entry().text());
                }
                case Line.Elsewhere elsewhere -> {
                    writing.behind(elsewhere);
                    text.append(elsewhere.entry().text());
                }
                case Line.Own own -> {
                    hasSoa |= writing.isSoa(own);
                    if (!dropped.contains(i)) {
                        text.append(writing.own(own, Optional.ofNullable(rewritten.get(i))));
                    }
                    for (LineWriter.Inserted more : inserted.getOrDefault(i, List.of())) {
                        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                            text.append(lineEnd);
                        }
                        text.append(writing.fresh(more, own)).append(lineEnd);
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

    private String lineEnd() {
        return file.lines().stream()
                .map(l -> l.entry().lineEnd())
                .filter(end -> !end.isEmpty())
                .findFirst()
                .orElse("\n");
    }
}

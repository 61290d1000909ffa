package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.name;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// An update of example.test. in words, its parts split by `;`: `add NAME TYPE TTL DATA`, `delname
/// NAME`, `delset NAME TYPE`, `delrr NAME TYPE DATA`; before them the prerequisites `yxname NAME`,
/// `nxname NAME`, `yxset NAME TYPE`, `nxset NAME TYPE`, `value NAME TYPE DATA`; and whatever is
/// wrong as `raw SECTION NAME TYPE CLASS TTL [DATA]`.
record UpdateText(String text) {
    private static final Name ZONE = name("example.test.");

    Message message() throws IOException {
        var update = new Update(ZONE);
        for (String part : text.split("; ")) {
            add(update, Arrays.asList(part.split(" +")));
        }
        return update;
    }

    private static void add(Update update, List<String> w) throws IOException {
        switch (w.getFirst()) {
            case "add" -> update.add(owner(w), type(w), Long.parseLong(w.get(3)), rest(w, 4));
            case "delname" -> update.delete(owner(w));
            case "delset" -> update.delete(owner(w), type(w));
            case "delrr" -> update.delete(owner(w), type(w), rest(w, 3));
            case "yxname" -> update.present(owner(w));
            case "nxname" -> update.absent(owner(w));
            case "yxset" -> update.present(owner(w), type(w));
            case "nxset" -> update.absent(owner(w), type(w));
            case "value" -> update.present(owner(w), type(w), rest(w, 3));
            case "raw" -> {
                Name owner = Name.fromString(w.get(2), ZONE);
                int type = Type.value(w.get(3));
                int dclass = DClass.value(w.get(4));
                long ttl = Long.parseLong(w.get(5));
                Record record =
                        w.size() == 6
                                ? Record.newRecord(owner, type, dclass, ttl)
                                : Record.newRecord(
                                        owner,
                                        type,
                                        dclass,
                                        ttl,
                                        Records.data(
                                                Record.fromString(
                                                        owner,
                                                        type,
                                                        DClass.IN,
                                                        0,
                                                        rest(w, 6),
                                                        ZONE)));
                update.addRecord(record, w.get(1).equals("1") ? Section.PREREQ : Section.UPDATE);
            }
            case "" -> {}
            default -> throw new IllegalArgumentException("no such part of an update: " + w);
        }
    }

    private static Name owner(List<String> words) throws IOException {
        return words.get(1).equals("@") ? ZONE : Name.fromString(words.get(1), ZONE);
    }

    private static int type(List<String> words) {
        return Type.value(words.get(2));
    }

    private static String rest(List<String> words, int from) {
        return String.join(" ", words.subList(from, words.size()));
    }
}

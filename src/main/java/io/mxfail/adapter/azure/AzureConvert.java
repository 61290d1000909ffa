package io.mxfail.adapter.azure;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.format.JsonValue;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Between Azure's record sets, an array of structures for each type, and ours.
///
/// TXT strings are an array without quotes. What Azure makes of octets outside printable ASCII is
/// not documented, so none are written; an empty TXT and the null MX it does not take.
final class AzureConvert {
    private AzureConvert() {}

    /// Content that this service, or this adapter to it, does not take.
    static final class Unsupported extends Exception {
        private static final long serialVersionUID = 1L;

        Unsupported(RecordKey key, String what) {
            super(key + " cannot be written to Azure DNS: " + what);
        }
    }

    /// A listed set. Its names come with the final dot or without, and are absolute all the same:
    /// that is how [RecordSet#parse] reads them.
    ///
    /// @throws IllegalArgumentException where its data is none of its type
    static Optional<RecordSet> read(RecordKey key, JsonValue set) {
        JsonValue properties = set.member("properties").orElse(set);
        List<JsonValue> records = records(key, properties);
        if (records.isEmpty()) {
            return Optional.empty();
        }
        long ttl = properties.whole("TTL").or(() -> properties.whole("ttl")).orElse(0L);
        if (key.type() == Type.TXT) {
            return Optional.of(
                    new RecordSet(key, ttl, records.stream().map(r -> text(key, ttl, r)).toList()));
        }
        return Optional.of(
                RecordSet.parse(key, ttl, records.stream().map(r -> data(key.type(), r)).toList()));
    }

    /// The specification and the service differ in the case of these members.
    private static List<JsonValue> records(RecordKey key, JsonValue properties) {
        boolean one = key.type() == Type.CNAME || key.type() == Type.SOA;
        String wanted = key.typeName() + (one ? "Record" : "Records");
        if (!(properties instanceof JsonValue.Members members)) {
            return List.of();
        }
        return members.byName().entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(wanted))
                .flatMap(
                        e ->
                                e.getValue() instanceof JsonValue.Elements elements
                                        ? elements.values().stream()
                                        : Stream.of(e.getValue()))
                .toList();
    }

    private static String data(int type, JsonValue r) {
        return switch (type) {
            case Type.A -> text(r, "ipv4Address");
            case Type.AAAA -> text(r, "ipv6Address");
            case Type.CNAME -> text(r, "cname");
            case Type.NS -> text(r, "nsdname");
            case Type.PTR -> text(r, "ptrdname");
            case Type.MX -> number(r, "preference") + text(r, "exchange");
            case Type.SRV ->
                    number(r, "priority")
                            + number(r, "weight")
                            + number(r, "port")
                            + text(r, "target");
            case Type.CAA ->
                    number(r, "flags")
                            + text(r, "tag")
                            + " \""
                            + text(r, "value").replace("\\", "\\\\").replace("\"", "\\\"")
                            + "\"";
            case Type.SOA ->
                    text(r, "host")
                            + " "
                            + text(r, "email")
                            + " "
                            + number(r, "serialNumber")
                            + number(r, "refreshTime")
                            + number(r, "retryTime")
                            + number(r, "expireTime")
                            + number(r, "minimumTTL");
            default -> throw new IllegalArgumentException("a type that Azure has not");
        };
    }

    private static String text(JsonValue r, String member) {
        return r.text(member).orElse("");
    }

    private static String number(JsonValue r, String member) {
        return r.whole(member).orElse(0L) + " ";
    }

    private static Record text(RecordKey key, long ttl, JsonValue r) {
        var rdata = new DNSOutput();
        for (JsonValue value : r.list("value")) {
            byte[] octets =
                    value instanceof JsonValue.Text t
                            ? t.value().getBytes(StandardCharsets.UTF_8)
                            : new byte[0];
            if (octets.length > 255) {
                throw new IllegalArgumentException("a string of more than 255 octets");
            }
            rdata.writeU8(octets.length);
            rdata.writeByteArray(octets);
        }
        if (rdata.toByteArray().length == 0) {
            rdata.writeU8(0);
        }
        return Record.newRecord(key.name(), Type.TXT, DClass.IN, ttl, rdata.toByteArray());
    }

    /// The properties of a set to write.
    ///
    /// @param metadata what someone noted at the set, which a replacement would drop
    static Map<String, Object> write(RecordSet set, Optional<JsonValue> metadata)
            throws Unsupported {
        var records = new ArrayList<Object>();
        for (Record record : set.records()) {
            records.add(fields(set.key(), record));
        }
        var properties = new LinkedHashMap<String, Object>();
        properties.put("TTL", set.ttl());
        if (set.key().type() == Type.CNAME) {
            properties.put("CNAMERecord", records.getFirst());
        } else {
            String type = set.key().typeName();
            // caaRecords alone is written so
            properties.put(
                    (type.equals("CAA") ? type.toLowerCase(Locale.ROOT) : type) + "Records",
                    records);
        }
        metadata.ifPresent(notes -> properties.put("metadata", notes.tree()));
        return properties;
    }

    private static Map<String, Object> fields(RecordKey key, Record record) throws Unsupported {
        return switch (record) {
            case ARecord a -> Map.of("ipv4Address", a.rdataToString());
            case AAAARecord aaaa -> Map.of("ipv6Address", aaaa.rdataToString());
            case CNAMERecord alias -> Map.of("cname", alias.getTarget().toString());
            case NSRecord ns -> Map.of("nsdname", ns.getTarget().toString());
            case PTRRecord pointer -> Map.of("ptrdname", pointer.getTarget().toString());
            case MXRecord mx -> {
                if (mx.getTarget().labels() == 1) {
                    throw new Unsupported(key, "it takes no null MX");
                }
                yield Map.of("preference", mx.getPriority(), "exchange", mx.getTarget().toString());
            }
            case SRVRecord srv ->
                    Map.of(
                            "priority", srv.getPriority(),
                            "weight", srv.getWeight(),
                            "port", srv.getPort(),
                            "target", srv.getTarget().toString());
            case CAARecord caa ->
                    Map.of(
                            "flags", caa.getFlags(),
                            "tag", caa.getTag(),
                            "value", caa.getValue());
            case TXTRecord text -> Map.of("value", strings(key, text));
            default ->
                    throw new Unsupported(key, "it has no records of the type " + key.typeName());
        };
    }

    private static List<String> strings(RecordKey key, TXTRecord text) throws Unsupported {
        var strings = new ArrayList<String>();
        for (byte[] octets : text.getStringsAsByteArrays()) {
            for (byte octet : octets) {
                if (octet < ' ' || octet > '~') {
                    throw new Unsupported(key, "a string holds more than printable ASCII");
                }
            }
            strings.add(new String(octets, StandardCharsets.US_ASCII));
        }
        if (strings.stream().allMatch(String::isEmpty)) {
            throw new Unsupported(key, "it takes no empty TXT");
        }
        return strings;
    }
}

package io.mxfail.adapter.cloudflare;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.TxtText;
import io.mxfail.format.JsonValue;

import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base16;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Between Cloudflare's records and ours.
///
/// Cloudflare writes names without the final dot, MX preferences beside the host, and SRV, TLSA and
/// CAA as structures. TXT content should be quoted strings, and old records are not.
final class CloudflareConvert {
    /// `automatic`, which is served as 300 seconds.
    static final long AUTOMATIC = 1;

    static final long AUTOMATIC_SECONDS = 300;

    private CloudflareConvert() {}

    /// A record of the list; empty where it is of a type or content that DNS does not know.
    static Optional<Record> read(JsonValue record) {
        Optional<Name> name = record.text("name").flatMap(CloudflareConvert::name);
        int type = Type.value(record.text("type").orElse(""));
        if (name.isEmpty() || type < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    type == Type.TXT
                            ? text(name.get(), ttl(record), record.text("content").orElse(""))
                            : Record.fromString(
                                    name.get(),
                                    type,
                                    DClass.IN,
                                    ttl(record),
                                    data(type, record),
                                    // Names come without final dot and are absolute all the same.
                                    Name.root));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The TTL that is served, in seconds.
    static long ttl(JsonValue record) {
        long ttl = record.whole("ttl").orElse(AUTOMATIC);
        return ttl == AUTOMATIC ? AUTOMATIC_SECONDS : ttl;
    }

    /// A name without final dot.
    static Optional<Name> name(String text) {
        try {
            return Optional.of(Name.fromString(text, Name.root));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    private static String data(int type, JsonValue record) {
        String content = record.text("content").orElse("");
        if (type == Type.MX) {
            return record.whole("priority").orElse(0L) + " " + content;
        }
        Optional<JsonValue> structure = record.member("data");
        if (structure.isEmpty()) {
            return content;
        }
        JsonValue data = structure.get();
        return switch (type) {
            case Type.SRV ->
                    whole(data, "priority")
                            + whole(data, "weight")
                            + whole(data, "port")
                            + data.text("target").orElse("");
            case Type.TLSA ->
                    whole(data, "usage")
                            + whole(data, "selector")
                            + whole(data, "matching_type")
                            + data.text("certificate").orElse("");
            case Type.CAA ->
                    whole(data, "flags")
                            + data.text("tag").orElse("")
                            + " \""
                            + data.text("value")
                                    .orElse("")
                                    .replace("\\", "\\\\")
                                    .replace("\"", "\\\"")
                            + "\"";
            default -> content;
        };
    }

    private static String whole(JsonValue data, String member) {
        return data.whole(member).orElse(0L) + " ";
    }

    private static Record text(Name name, long ttl, String content) throws IOException {
        if (content.startsWith("\"")) {
            return Record.fromString(name, Type.TXT, DClass.IN, ttl, ascii(content), Name.root);
        }
        String octets =
                new String(content.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return TxtText.record(name, ttl, octets);
    }

    /// Characters outside ASCII stand for their octets in UTF-8.
    private static String ascii(String content) {
        var ascii = new StringBuilder();
        for (byte octet : content.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0) {
                ascii.append((char) octet);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\%03d", octet & 0xff));
            }
        }
        return ascii.toString();
    }

    /// What a new or changed record holds besides its TTL: type, name and content.
    ///
    /// @throws IllegalArgumentException where this adapter does not write that type
    static Map<String, Object> write(Record record) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", Type.string(record.getType()));
        fields.put("name", RecordKey.of(record).name().toString(true));
        switch (record) {
            case MXRecord mx -> {
                fields.put("content", mx.getTarget().toString(true));
                fields.put("priority", mx.getPriority());
            }
            case CNAMERecord alias -> fields.put("content", alias.getTarget().toString(true));
            case NSRecord ns -> fields.put("content", ns.getTarget().toString(true));
            case PTRRecord pointer -> fields.put("content", pointer.getTarget().toString(true));
            case TXTRecord text -> fields.put("content", TxtText.quoted(text));
            case SRVRecord srv ->
                    fields.put(
                            "data",
                            fields(
                                    "priority", srv.getPriority(),
                                    "weight", srv.getWeight(),
                                    "port", srv.getPort(),
                                    "target", srv.getTarget().toString(true)));
            case TLSARecord tlsa ->
                    fields.put(
                            "data",
                            fields(
                                    "usage", tlsa.getCertificateUsage(),
                                    "selector", tlsa.getSelector(),
                                    "matching_type", tlsa.getMatchingType(),
                                    "certificate",
                                            base16.toString(tlsa.getCertificateAssociationData())
                                                    .toLowerCase(Locale.ROOT)));
            case CAARecord caa ->
                    fields.put(
                            "data",
                            fields(
                                    "flags", caa.getFlags(),
                                    "tag", caa.getTag(),
                                    "value", caa.getValue()));
            default -> {
                if (record.getType() != Type.A && record.getType() != Type.AAAA) {
                    throw new IllegalArgumentException(
                            "this adapter does not write "
                                    + Type.string(record.getType())
                                    + " records to Cloudflare");
                }
                fields.put("content", record.rdataToString());
            }
        }
        return fields;
    }

    private static Map<String, Object> fields(Object... pairs) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }
}

package io.mxfail.core.mail;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Records as people publish them: name, type and data of a zone file, every name absolute, without
/// TTL and class, in backquotes.
public final class ToPublish {
    /// Nobody copies longer ones from a screen, and those who wrote them may mean harm.
    private static final int LONGEST = 2_000;

    private ToPublish() {}

    /// A record.
    public static String record(Record record) {
        return of(record.getName(), record.getType(), data(record));
    }

    /// A backquote would end the record in the eyes of who reads it.
    static String data(Record record) {
        return record instanceof TXTRecord txt
                ? TxtText.quoted(txt).replace("`", "\\096")
                : record.rdataToString();
    }

    /// A record with data in zone-file text, whose names must be absolute.
    public static String of(Name owner, int type, String data) {
        return data.length() > LONGEST
                ? "`" + owner + " " + Type.string(type) + "` (too long to show)"
                : "`" + owner + " " + Type.string(type) + " " + data + "`";
    }

    /// A TXT record of that text, in strings of at most 255 octets each.
    public static String txt(Name owner, String text) {
        return record(TxtText.record(owner, 0, text));
    }

    /// An address record.
    ///
    /// @param address as text, of either family
    public static String address(Name owner, String address) {
        return of(
                owner,
                address.indexOf(':') >= 0 ? Type.AAAA : Type.A,
                MailDns.address(address).map(AddressText::of).orElse(address));
    }

    /// Several of them, the last one behind `and`.
    public static String all(Collection<String> records) {
        List<String> list = List.copyOf(records);
        int last = list.size() - 1;
        return last < 1
                ? String.join("", list)
                : list.subList(0, last).stream().collect(Collectors.joining(", "))
                        + " and "
                        + list.getLast();
    }
}

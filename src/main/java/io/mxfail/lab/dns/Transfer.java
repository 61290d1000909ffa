package io.mxfail.lab.dns;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Zone transfer: every record between two copies of the SOA (RFC 5936). IXFR is answered with the
/// whole zone, as RFC 1995 allows, and over UDP with the SOA alone.
final class Transfer {
    /// Far below the 64 KiB of one message, so that several messages get practice.
    private static final int MESSAGE_SIZE = 16_000;

    private Transfer() {}

    /// Fills the first message and returns those that follow.
    ///
    /// @param barred whether the sender may not have the zone
    static List<Message> answer(
            Zones zones, Name origin, int type, boolean tcp, boolean barred, Message first) {
        Optional<ZoneVersion> zone = zones.at(origin);
        int rcode =
                zone.isEmpty()
                        ? Rcode.NOTAUTH
                        : barred
                                ? Rcode.REFUSED
                                : type == Type.AXFR && !tcp ? Rcode.FORMERR : Rcode.NOERROR;
        first.getHeader().setRcode(rcode);
        if (rcode != Rcode.NOERROR || zone.isEmpty()) {
            return List.of();
        }
        first.getHeader().setFlag(Flags.AA);
        if (!tcp) {
            first.addRecord(zone.get().soa(), Section.ANSWER);
            return List.of();
        }
        List<Record> records = new ArrayList<>(zone.get().records());
        records.add(zone.get().soa());
        List<Message> following = new ArrayList<>();
        Message current = first;
        int size = 0;
        for (Record record : records) {
            int length = record.toWire(Section.ANSWER).length;
            if (size > 0 && size + length > MESSAGE_SIZE) {
                current = following(first);
                following.add(current);
                size = 0;
            }
            current.addRecord(record, Section.ANSWER);
            size += length;
        }
        return following;
    }

    private static Message following(Message first) {
        var next = new Message(first.getHeader().getID());
        next.getHeader().setFlag(Flags.QR);
        next.getHeader().setFlag(Flags.AA);
        return next;
    }
}

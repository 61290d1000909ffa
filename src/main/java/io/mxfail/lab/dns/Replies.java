package io.mxfail.lab.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.util.Arrays;
import java.util.List;

/// The parts that every response has.
final class Replies {
    /// What fits without EDNS (RFC 1035, section 2.3.4).
    private static final int PLAIN_UDP = 512;

    /// What the servers send and take at most over UDP: survives every path without fragments.
    static final int EDNS_UDP = 1232;

    /// Type, class, TTL and length of data behind a record's name (RFC 1035, section 4.1.3).
    private static final int FIXED_PART = 10;

    private Replies() {}

    /// An empty response with id, opcode, RD and question of the request.
    static Message to(Message request) {
        Header asked = request.getHeader();
        var response = new Message(asked.getID());
        response.getHeader().setOpcode(asked.getOpcode());
        response.getHeader().setFlag(Flags.QR);
        if (asked.getFlag(Flags.RD)) {
            response.getHeader().setFlag(Flags.RD);
        }
        request.getSection(Section.QUESTION)
                .forEach(question -> response.addRecord(question, Section.QUESTION));
        return response;
    }

    /// The answer to a message that cannot be read beyond its header.
    static byte[] formErr(byte[] request) {
        var header = new Header(((request[0] & 0xFF) << 8) | (request[1] & 0xFF));
        header.setOpcode((request[2] >> 3) & 0xF);
        header.setFlag(Flags.QR);
        header.setRcode(Rcode.FORMERR);
        return header.toWire();
    }

    /// How long an answer may be.
    static int limit(Message request, boolean tcp) {
        @Nullable OPTRecord opt = request.getOPT();
        if (tcp) {
            return Message.MAXLENGTH;
        }
        return opt == null ? PLAIN_UDP : Math.clamp(opt.getPayloadSize(), PLAIN_UDP, EDNS_UDP);
    }

    /// Gives each record of the answer a TTL of its own.
    static void mixTtls(Message response) {
        List<Record> answer = List.copyOf(response.getSection(Section.ANSWER));
        response.removeAllRecords(Section.ANSWER);
        for (int i = 0; i < answer.size(); i++) {
            Record record = answer.get(i);
            byte[] wire = record.toWire(Section.ANSWER);
            response.addRecord(
                    Record.newRecord(
                            record.getName(),
                            record.getType(),
                            record.getDClass(),
                            record.getTTL() + i,
                            Arrays.copyOfRange(
                                    wire, record.getName().length() + FIXED_PART, wire.length)),
                    Section.ANSWER);
        }
    }

    /// Answers EDNS with EDNS (RFC 6891, section 6.1.1); a version but 0 gets BADVERS and nothing
    /// else.
    static void addEdns(Message request, Message response) {
        @Nullable OPTRecord opt = request.getOPT();
        if (opt == null) {
            return;
        }
        boolean known = opt.getVersion() == 0;
        if (!known) {
            response.getHeader().setRcode(Rcode.NOERROR);
            response.getHeader().unsetFlag(Flags.AA);
            response.removeAllRecords(Section.ANSWER);
            response.removeAllRecords(Section.AUTHORITY);
            response.removeAllRecords(Section.ADDITIONAL);
        }
        Record reply = new OPTRecord(EDNS_UDP, known ? 0 : Rcode.BADVERS >> 4, 0);
        response.addRecord(reply, Section.ADDITIONAL);
    }
}

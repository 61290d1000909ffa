package io.mxfail.wire.dns;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A message that is about to leave: it gets a fresh id and signature each time it is sent, and
/// knows which answer is its own.
///
/// @param message what is sent, but for its id
/// @param tsig signs it and judges the answer
record Request(Message message, Optional<TSIG> tsig) {
    private static final RandomGenerator IDS = new java.security.SecureRandom();
    private static final int IDS_END = 0x10000;

    /// One sending of it.
    static final class Sending {
        private final Request request;
        private final int id;
        private final byte[] wire;

        /// Of what was sent; the answer's signature covers it.
        private final Optional<TSIGRecord> signature;

        private Sending(Request request, Message sent, Optional<TSIGRecord> signature) {
            this.request = request;
            this.id = sent.getHeader().getID();
            this.wire = sent.toWire();
            this.signature = signature;
        }

        int id() {
            return id;
        }

        /// Not a copy: for sending only.
        byte[] wire() {
            return wire;
        }

        /// Judges bytes that came with this sending's id; empty where they answer something else.
        Optional<Exchange> judge(byte[] bytes) {
            Message answer;
            try {
                answer = new Message(bytes);
            } catch (IOException e) {
                return Optional.of(
                        new Exchange.NoReply(
                                Exchange.Cause.UNREADABLE,
                                true,
                                "its answer cannot be read (" + e.getMessage() + ")"));
            }
            return request.isAnsweredBy(answer)
                    ? Optional.of(verify(answer, bytes))
                    : Optional.empty();
        }

        private Exchange verify(Message answer, byte[] bytes) {
            if (request.tsig.isEmpty()) {
                return new Exchange.Reply(answer, true);
            }
            int error = request.tsig.get().verify(answer, bytes, signature.orElseThrow());
            if (answer.isVerified()) {
                return new Exchange.Reply(answer, true);
            }
            if (answer.getRcode() != Rcode.NOERROR) {
                return new Exchange.Reply(answer, false);
            }
            return new Exchange.NoReply(
                    Exchange.Cause.UNVERIFIED,
                    true,
                    answer.getTSIG() == null
                            ? "its answer to a signed message is not signed"
                            : "the signature of its answer does not hold ("
                                    + Rcode.TSIGstring(error)
                                    + ")");
        }
    }

    Sending next() {
        Message sent = message.clone();
        sent.getHeader().setID(IDS.nextInt(IDS_END));
        Optional<TSIGRecord> signature =
                tsig.map(t -> t.generate(sent, sent.toWire(), Rcode.NOERROR, null));
        signature.ifPresent(record -> sent.addRecord(record, Section.ADDITIONAL));
        return new Sending(this, sent, signature);
    }

    static int idOf(byte[] wire) {
        return wire.length < 2 ? -1 : ((wire[0] & 0xff) << 8) | (wire[1] & 0xff);
    }

    /// An answer repeats the question, but some servers leave it out of an error; the zone section
    /// of an update need not come back (RFC 2136, section 3.8).
    private boolean isAnsweredBy(Message answer) {
        int opcode = message.getHeader().getOpcode();
        if (!answer.getHeader().getFlag(Flags.QR) || answer.getHeader().getOpcode() != opcode) {
            return false;
        }
        Record question = answer.getQuestion();
        return question == null
                ? opcode == Opcode.UPDATE || answer.getRcode() != Rcode.NOERROR
                : question.equals(message.getQuestion());
    }
}

package io.mxfail.adapter.dns;

import io.mxfail.core.dns.Denial;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.wire.dns.Answers;
import io.mxfail.wire.dns.Exchange;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads answers together with their signatures.
final class Signed {
    private static final Set<Integer> PROVING = Set.of(Type.SOA, Type.NSEC, Type.NSEC3);

    private Signed() {}

    static SignedAnswer authoritative(Exchange exchange, RecordKey key) {
        return with(exchange, Answers.authoritative(exchange, key), key);
    }

    static SignedAnswer recursive(Exchange exchange, RecordKey key) {
        DnsAnswer answer = Answers.recursive(exchange, key);
        if (key.type() == Type.DS
                && answer instanceof DnsAnswer.NoData
                && exchange instanceof Exchange.Reply reply
                && speaksForTheZoneItself(reply.message(), key)) {
            return SignedAnswer.bare(
                    new DnsAnswer.Failed(
                            DnsAnswer.Reason.BAD_REPLY,
                            "it answers for the zone itself, and not for its parent"));
        }
        return with(exchange, answer, key);
    }

    /// A DS set stands at the parent; a server of the child alone says that there is none, with its
    /// own SOA (RFC 4035, section 3.1.4.1).
    private static boolean speaksForTheZoneItself(Message message, RecordKey key) {
        return Answers.soa(message, Section.AUTHORITY)
                .filter(soa -> soa.getName().equals(key.name()))
                .isPresent();
    }

    private static SignedAnswer with(Exchange exchange, DnsAnswer answer, RecordKey key) {
        if (!(exchange instanceof Exchange.Reply(Message message, _))) {
            return SignedAnswer.bare(answer);
        }
        return new SignedAnswer(
                answer,
                answer instanceof DnsAnswer.Found found
                        ? signatures(message, found.set().key())
                        : List.of(),
                message.getHeader().getFlag(Flags.AD),
                answer instanceof DnsAnswer.Failed
                        ? Optional.empty()
                        : Optional.of(denial(message, answer, key)));
    }

    private static List<RRSIGRecord> signatures(Message message, RecordKey key) {
        return message.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast)
                .filter(s -> s.getTypeCovered() == key.type() && s.getName().equals(key.name()))
                .toList();
    }

    private static Denial denial(Message message, DnsAnswer answer, RecordKey key) {
        Name name =
                answer instanceof DnsAnswer.Found found
                        ? found.set().key().name()
                        : Answers.end(message, key.name());
        return new Denial(
                name,
                message.getSection(Section.AUTHORITY).stream()
                        .filter(
                                record ->
                                        PROVING.contains(
                                                record instanceof RRSIGRecord signature
                                                        ? signature.getTypeCovered()
                                                        : record.getType()))
                        .toList());
    }
}

package io.mxfail.wire.dns;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

/// Builds questions and reads what the answers say, with the kinds of "no" kept apart.
public final class Answers {
    private static final int LONGEST_CHAIN = 16;

    private Answers() {}

    /// A question.
    ///
    /// @param recursive whether the server is to look elsewhere
    public static Message question(RecordKey key, boolean recursive) {
        Message query = Message.newQuery(Record.newRecord(key.name(), key.type(), DClass.IN));
        if (!recursive) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        return query;
    }

    /// What a server that should be authoritative said.
    public static DnsAnswer authoritative(Exchange exchange, RecordKey key) {
        return of(exchange, key, true);
    }

    /// What a recursive resolver said.
    public static DnsAnswer recursive(Exchange exchange, RecordKey key) {
        return of(exchange, key, false);
    }

    private static DnsAnswer of(Exchange exchange, RecordKey key, boolean authoritative) {
        return switch (exchange) {
            case Exchange.NoReply(var cause, _, var detail) ->
                    new DnsAnswer.Failed(reason(cause), detail);
            case Exchange.Reply reply -> of(reply, key, authoritative);
        };
    }

    private static DnsAnswer of(Exchange.Reply reply, RecordKey key, boolean authoritative) {
        int rcode = reply.rcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return failed(rcode);
        }
        if (!reply.trusted()) {
            return new DnsAnswer.Failed(
                    DnsAnswer.Reason.BAD_REPLY, "an unsigned " + Rcode.string(rcode));
        }
        Message message = reply.message();
        if (authoritative && !message.getHeader().getFlag(Flags.AA)) {
            return new DnsAnswer.Failed(
                    DnsAnswer.Reason.LAME,
                    isReferral(message)
                            ? "it is not authoritative and refers to other servers"
                            : "it is not authoritative");
        }
        Name name = key.name();
        for (int hops = 0; ; hops++) {
            if (hops == LONGEST_CHAIN) {
                return new DnsAnswer.Failed(
                        DnsAnswer.Reason.BAD_REPLY,
                        "its aliases lead in a circle, or are more than " + LONGEST_CHAIN);
            }
            Optional<RecordSet> set = set(message, Section.ANSWER, new RecordKey(name, key.type()));
            if (set.isPresent()) {
                return new DnsAnswer.Found(set.get(), hops > 0);
            }
            Optional<Name> target = alias(message, name);
            if (target.isEmpty()) {
                break;
            }
            name = target.get();
        }
        if (!authoritative && rcode == Rcode.NOERROR && isReferral(message)) {
            return new DnsAnswer.Failed(
                    DnsAnswer.Reason.BAD_REPLY, "it refers to other servers instead of resolving");
        }
        // A chain that leads out of an authoritative server's zones ends without an SOA.
        Optional<SOARecord> soa = soa(message, Section.AUTHORITY);
        long negativeTtl = soa.map(Answers::negativeTtl).orElse(0L);
        Optional<Name> zone =
                name.equals(key.name())
                        ? soa.map(SOARecord::getName)
                                .map(Name::canonicalize)
                                .filter(name::subdomain)
                        : Optional.empty();
        return rcode == Rcode.NXDOMAIN
                ? new DnsAnswer.NxDomain(negativeTtl, zone)
                : new DnsAnswer.NoData(negativeTtl, zone);
    }

    /// The set of that name and type in a section. Where its TTLs differ, the lowest counts (RFC
    /// 2181, section 5.2); one over 2^31 is 0 (section 8).
    public static Optional<RecordSet> set(Message message, int section, RecordKey key) {
        List<Record> records =
                message.getSection(section).stream()
                        .filter(r -> r.getDClass() == DClass.IN && r.getType() == key.type())
                        .filter(r -> r.getName().equals(key.name()))
                        .toList();
        if (records.isEmpty()) {
            return Optional.empty();
        }
        long ttl =
                records.stream()
                        .mapToLong(r -> r.getTTL() > Integer.MAX_VALUE ? 0 : r.getTTL())
                        .min()
                        .orElseThrow();
        return Optional.of(new RecordSet(key, ttl, records));
    }

    /// Where a name is an alias to, if the answer says so.
    public static Optional<Name> alias(Message message, Name name) {
        return set(message, Section.ANSWER, new RecordKey(name, Type.CNAME))
                .map(set -> ((CNAMERecord) set.records().getFirst()).getTarget());
    }

    /// Where the aliases of an answer lead.
    public static Name end(Message message, Name name) {
        Name at = name;
        for (int hops = 0; hops < LONGEST_CHAIN; hops++) {
            Optional<Name> target = alias(message, at);
            if (target.isEmpty()) {
                break;
            }
            at = target.get();
        }
        return at;
    }

    /// The first SOA of a section.
    public static Optional<SOARecord> soa(Message message, int section) {
        return message.getSection(section).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst();
    }

    /// Seconds for which resolvers may remember a "no" (RFC 2308, section 5).
    public static long negativeTtl(SOARecord soa) {
        return Math.min(soa.getMinimum(), soa.getTTL());
    }

    /// Whether the server only knows whom else to ask.
    public static boolean isReferral(Message message) {
        return message.getSection(Section.ANSWER).isEmpty()
                && soa(message, Section.AUTHORITY).isEmpty()
                && message.getSection(Section.AUTHORITY).stream()
                        .anyMatch(r -> r.getType() == Type.NS);
    }

    private static DnsAnswer.Failed failed(int rcode) {
        DnsAnswer.Reason reason =
                switch (rcode) {
                    case Rcode.SERVFAIL -> DnsAnswer.Reason.SERVFAIL;
                    case Rcode.REFUSED -> DnsAnswer.Reason.REFUSED;
                    default -> DnsAnswer.Reason.BAD_REPLY;
                };
        return new DnsAnswer.Failed(reason, "it answers " + Rcode.string(rcode));
    }

    private static DnsAnswer.Reason reason(Exchange.Cause cause) {
        return switch (cause) {
            case TIMEOUT, INTERRUPTED -> DnsAnswer.Reason.TIMEOUT;
            case UNREACHABLE -> DnsAnswer.Reason.UNREACHABLE;
            case CLOSED, UNREADABLE, UNVERIFIED -> DnsAnswer.Reason.BAD_REPLY;
        };
    }
}

package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.util.List;

/// `check_host` of RFC 7208, section 4: whether a client may send mail for a domain.
///
/// Pure: every answer comes from the given [DnsAnswers], so that the same evaluation judges live
/// DNS, what a plan would publish, and any mixture of both that a cache may hold.
public final class SpfCheck {
    private SpfCheck() {}

    /// What a receiver knows of a message when it evaluates SPF.
    ///
    /// @param client the address that connected; an IPv4-mapped one counts as IPv4
    /// @param sender the reverse-path without brackets, such as `news@example.org`; empty for
    ///   bounces, which are judged as `postmaster` of the HELO name
    /// @param helo the name given in HELO or EHLO
    /// @param receiver the name of the receiving host, for explanations
    /// @param epochSecond the time of the evaluation, for explanations
    public record Message(
            InetAddress client, String sender, String helo, String receiver, long epochSecond) {
        /// A message at no particular receiver and time.
        public static Message of(InetAddress client, String sender, String helo) {
            return new Message(client, sender, helo, "unknown", 0);
        }

        String localPart() {
            int at = sender.lastIndexOf('@');
            return at <= 0 ? "postmaster" : sender.substring(0, at);
        }

        String senderDomain() {
            return sender.isEmpty() ? helo : sender.substring(sender.lastIndexOf('@') + 1);
        }
    }

    /// Evaluates the domain of the message's sender, or its HELO name where that is empty.
    public static SpfVerdict of(Message message, DnsAnswers answers) {
        return of(message, message.senderDomain(), answers);
    }

    /// Evaluates a domain.
    public static SpfVerdict of(Message message, String domain, DnsAnswers answers) {
        var queries = new SpfQueries(answers, message.client());
        return new SpfEvaluation(message, queries).verdict(domain);
    }

    /// The texts of a set's TXT records, each joined from its strings.
    static List<String> texts(RecordSet set) {
        return set.records().stream()
                .filter(r -> r.getType() == Type.TXT)
                .map(r -> TxtText.of((TXTRecord) r))
                .toList();
    }
}

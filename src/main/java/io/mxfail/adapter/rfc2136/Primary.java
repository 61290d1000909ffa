package io.mxfail.adapter.rfc2136;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.dns.Answers;
import io.mxfail.wire.dns.DnsClient;
import io.mxfail.wire.dns.DnsKey;
import io.mxfail.wire.dns.Exchange;
import io.mxfail.wire.dns.Refusal;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The server that takes updates, asked over TCP, without recursion and signed where there is a
/// key: what it has, not what it has heard.
///
/// @param timeout for everything that is sent together
record Primary(DnsClient client, ServerAddress server, Optional<DnsKey> key, Duration timeout) {
    /// Asks some questions.
    ///
    /// @return the answers by question; each is NOERROR or NXDOMAIN and may be believed
    Map<RecordKey, Message> ask(Collection<RecordKey> questions) throws ProviderException {
        List<RecordKey> asked = List.copyOf(questions);
        List<Exchange> exchanges =
                client.askOverTcp(
                        server,
                        asked.stream().map(key -> Answers.question(key, false)).toList(),
                        key,
                        timeout);
        var answers = new LinkedHashMap<RecordKey, Message>();
        for (int i = 0; i < asked.size(); i++) {
            answers.put(asked.get(i), usable("read " + asked.get(i), exchanges.get(i)));
        }
        return answers;
    }

    private Message usable(String action, Exchange exchange) throws ProviderException {
        return switch (exchange) {
            case Exchange.NoReply failure -> throw Refusal.unanswered(action, failure);
            case Exchange.Reply reply -> {
                boolean good = reply.rcode() == Rcode.NOERROR || reply.rcode() == Rcode.NXDOMAIN;
                if (good && !reply.trusted()) {
                    throw new ProviderException(
                            FailureKind.UNAUTHORISED,
                            "cannot " + action + ": the answer of " + server + " is not signed");
                }
                if (!good) {
                    throw refusal(action, reply);
                }
                yield reply.message();
            }
        };
    }

    /// A server that is asked for names of no zone that it has answers REFUSED.
    private ProviderException refusal(String action, Exchange.Reply reply) {
        if (reply.rcode() == Rcode.REFUSED) {
            return new ProviderException(
                    FailureKind.NO_SUCH_ZONE,
                    server
                            + " refuses to "
                            + action
                            + " (REFUSED): it has no zone with that name, or does not show it to"
                            + " us; check `server` and its query rules");
        }
        Refusal refusal = Refusal.of(server.toString(), action, key, reply);
        return new ProviderException(refusal.kind(), refusal.reason());
    }

    /// Settles by an update that has prerequisites and changes nothing.
    Exchange update(Message update) {
        return client.sendOnce(server, update, key, timeout);
    }

    /// Whether an answer refuses our key (BADKEY, BADSIG, BADTIME), and a query for the zone is
    /// refused in the same way.
    boolean refusesKeyAgain(Name zone, Exchange.Reply reply) {
        int error = Refusal.ofKey(reply);
        if (error == Rcode.NOERROR) {
            return false;
        }
        Message question = Answers.question(new RecordKey(zone, Type.SOA), false);
        Exchange again = client.askOverTcp(server, List.of(question), key, timeout).getFirst();
        return again instanceof Exchange.Reply second && Refusal.ofKey(second) == error;
    }

    static boolean isAuthoritative(Message answer) {
        return answer.getHeader().getFlag(Flags.AA);
    }
}

package io.mxfail.wire.dns;

import io.mxfail.core.dns.ServerAddress;

import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Sends DNS messages and judges what comes back. Safe for use by many threads, best virtual ones:
/// calls block.
///
/// dnsjava reads, writes and signs the messages; the sockets are our own, since its resolvers bound
/// no whole exchange, repeat no lost datagram, end at the first stray one and pass unsigned answers
/// to signed questions as good. It holds no thread and no socket between calls.
public final class DnsClient {
    /// A burst of more fills the server's socket buffer, and most of it is lost.
    private static final int UNDER_WAY = 64;

    /// What fits every path without fragments (DNS flag day 2020).
    private static final int UDP_SIZE = 1232;

    private final Clock clock;
    private final Map<ServerAddress, Semaphore> underWay = new ConcurrentHashMap<>();

    /// @param time what signatures are dated with
    public DnsClient(InstantSource time) {
        this.clock = time.withZone(ZoneOffset.UTC);
    }

    /// Asks a question over UDP, and again over TCP where the answer does not fit.
    ///
    /// @param query without an OPT record: that is this client's affair
    public Exchange ask(
            ServerAddress server, Message query, Optional<DnsKey> key, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        Optional<TSIG> tsig = tsig(key);
        Message extended = extended(query, 0);
        return limited(
                server,
                deadline,
                () -> {
                    Exchange exchange =
                            UdpExchange.ask(server, new Request(extended, tsig), deadline);
                    if (doesNotKnowExtension(exchange)) {
                        exchange = UdpExchange.ask(server, new Request(query, tsig), deadline);
                    }
                    return isTruncated(exchange)
                            ? TcpExchange.queries(
                                            server, List.of(new Request(query, tsig)), deadline)
                                    .getFirst()
                            : exchange;
                });
    }

    /// Asks a question for an answer with its signatures (DO, RFC 3225), over UDP, and again over
    /// TCP where the answer does not fit, as such answers often do not. A server that does not know
    /// this is asked without.
    ///
    /// @param query without an OPT record
    public Exchange askSigned(ServerAddress server, Message query, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        Request request = new Request(extended(query, ExtendedFlags.DO), Optional.empty());
        return limited(
                server,
                deadline,
                () -> {
                    Exchange exchange = UdpExchange.ask(server, request, deadline);
                    Request again =
                            doesNotKnowExtension(exchange)
                                    ? new Request(query, Optional.empty())
                                    : request;
                    if (again != request) {
                        exchange = UdpExchange.ask(server, again, deadline);
                    }
                    return isTruncated(exchange)
                            ? TcpExchange.queries(server, List.of(again), deadline).getFirst()
                            : exchange;
                });
    }

    private static Message extended(Message query, int flags) {
        Message extended = query.clone();
        extended.addRecord(new OPTRecord(UDP_SIZE, 0, 0, flags), Section.ADDITIONAL);
        return extended;
    }

    /// Asks questions over TCP, on one connection where the server lets us. Those that a closed
    /// connection leaves open are asked again: queries change nothing.
    ///
    /// @return what came of each, in the order of the questions
    public List<Exchange> askOverTcp(
            ServerAddress server, List<Message> queries, Optional<DnsKey> key, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        List<Request> requests = requests(queries, key);
        return limited(
                server,
                deadline,
                failure -> Collections.nCopies(requests.size(), failure),
                () -> TcpExchange.queries(server, requests, deadline));
    }

    /// Sends a message over TCP once and never again, whatever becomes of it: an update.
    public Exchange sendOnce(
            ServerAddress server, Message message, Optional<DnsKey> key, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        List<Request> requests = requests(List.of(message), key);
        return limited(
                server, deadline, () -> TcpExchange.once(server, requests, deadline).getFirst());
    }

    /// The length in bytes of a message with its signature, to be held against the 65535 of TCP.
    public int length(Message message, Optional<DnsKey> key) {
        return new Request(message, tsig(key)).next().wire().length;
    }

    private List<Request> requests(List<Message> messages, Optional<DnsKey> key) {
        Optional<TSIG> tsig = tsig(key);
        return messages.stream().map(message -> new Request(message, tsig)).toList();
    }

    private Optional<TSIG> tsig(Optional<DnsKey> key) {
        return key.map(k -> k.tsig(clock));
    }

    private Exchange limited(ServerAddress server, Deadline deadline, Supplier<Exchange> exchange) {
        return limited(server, deadline, failure -> failure, exchange);
    }

    /// Waits for a place among those under way to this server; the waiting counts.
    private <T> T limited(
            ServerAddress server,
            Deadline deadline,
            Function<Exchange.NoReply, T> failed,
            Supplier<T> exchange) {
        Semaphore places = underWay.computeIfAbsent(server, _ -> new Semaphore(UNDER_WAY));
        try {
            if (!places.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                return failed.apply(Failures.timeout(server, false));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed.apply(Failures.interrupted(false));
        }
        try {
            return exchange.get();
        } finally {
            places.release();
        }
    }

    private static boolean isTruncated(Exchange exchange) {
        return exchange instanceof Exchange.Reply(var message, _)
                && message.getHeader().getFlag(Flags.TC);
    }

    /// How servers without EDNS answer it (RFC 6891, section 7).
    private static boolean doesNotKnowExtension(Exchange exchange) {
        return exchange instanceof Exchange.Reply reply
                && switch (reply.rcode()) {
                    case Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS -> true;
                    default -> false;
                };
    }
}

package io.mxfail.adapter.dns;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.port.Lookup;
import io.mxfail.wire.dns.Answers;
import io.mxfail.wire.dns.DnsClient;
import io.mxfail.wire.dns.Exchange;

import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Asks over UDP, TCP and HTTPS. Keeps no answer: whoever asks again wants to know again.
public final class DnsLookup implements Lookup {
    private static final String SYSTEM = "system";
    private static final String DOH = "https://";
    private static final int DOH_SIZE = 65_535;
    private static final DnsAnswer NOT_CONFIGURED =
            new DnsAnswer.Failed(
                    DnsAnswer.Reason.UNREACHABLE, "this machine has no resolver configured");

    private final DnsClient client = new DnsClient(InstantSource.system());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Doh doh = new Doh(threads);
    private final int port;

    public DnsLookup() {
        this(ServerAddress.DNS_PORT);
    }

    /// @param port where the servers of a delegation listen
    DnsLookup(int port) {
        this.port = port;
    }

    @Override
    public DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout) {
        return Answers.authoritative(exchange(server, key, false, timeout), key);
    }

    @Override
    public DnsAnswer recursive(String resolver, RecordKey key, Duration timeout) {
        if (resolver.startsWith(DOH)) {
            return Answers.recursive(doh.ask(resolver, Answers.question(key, true), timeout), key);
        }
        List<ServerAddress> servers;
        try {
            servers = servers(resolver);
        } catch (IllegalArgumentException e) {
            return new DnsAnswer.Failed(
                    DnsAnswer.Reason.UNREACHABLE, "no such resolver: " + e.getMessage());
        }
        return recursive(servers, key, timeout);
    }

    /// @throws IllegalArgumentException where the text is no address
    private static List<ServerAddress> servers(String resolver) {
        return resolver.equals(SYSTEM)
                ? system()
                : List.of(ServerAddress.parse(resolver, ServerAddress.DNS_PORT));
    }

    /// Asks one after the other until one gives an answer, in equal parts of the time that is left.
    private DnsAnswer recursive(List<ServerAddress> servers, RecordKey key, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        DnsAnswer last = NOT_CONFIGURED;
        for (int i = 0; i < servers.size(); i++) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            last =
                    Answers.recursive(
                            exchange(servers.get(i), key, true, left.dividedBy(servers.size() - i)),
                            key);
            if (!(last instanceof DnsAnswer.Failed)) {
                return last;
            }
        }
        return last;
    }

    @Override
    public boolean asksForSignatures() {
        return true;
    }

    @Override
    public SignedAnswer signed(ServerAddress server, RecordKey key, Duration timeout) {
        return Signed.authoritative(
                client.askSigned(server, Answers.question(key, false), timeout), key);
    }

    @Override
    public SignedAnswer validated(String resolver, RecordKey key, boolean check, Duration timeout) {
        Message question = Answers.question(key, true);
        if (!check) {
            question.getHeader().setFlag(Flags.CD);
        }
        if (resolver.startsWith(DOH)) {
            question.addRecord(new OPTRecord(DOH_SIZE, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
            return Signed.recursive(doh.ask(resolver, question, timeout), key);
        }
        try {
            long end = System.nanoTime() + timeout.toNanos();
            List<ServerAddress> servers = servers(resolver);
            SignedAnswer last = SignedAnswer.bare(NOT_CONFIGURED);
            for (int i = 0; i < servers.size(); i++) {
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                last =
                        Signed.recursive(
                                client.askSigned(
                                        servers.get(i),
                                        question,
                                        left.dividedBy(servers.size() - i)),
                                key);
                if (!(last.answer() instanceof DnsAnswer.Failed failed)
                        || failed.reason() == DnsAnswer.Reason.SERVFAIL) {
                    return last;
                }
            }
            return last;
        } catch (IllegalArgumentException e) {
            return SignedAnswer.bare(
                    new DnsAnswer.Failed(
                            DnsAnswer.Reason.UNREACHABLE, "no such resolver: " + e.getMessage()));
        }
    }

    @Override
    public List<NameServer> delegation(Name zone, String resolver, Duration timeout) {
        return new Delegation(this, threads, resolver, timeout).of(zone.canonicalize());
    }

    @Override
    public Optional<Boolean> recursion(ServerAddress server, Name zone, Duration timeout) {
        return exchange(server, new RecordKey(zone, Type.SOA), true, timeout)
                        instanceof Exchange.Reply reply
                ? Optional.of(reply.message().getHeader().getFlag(Flags.RA))
                : Optional.empty();
    }

    /// One answer as it came, for what a [DnsAnswer] does not hold.
    Exchange exchange(ServerAddress server, RecordKey key, boolean recursive, Duration timeout) {
        return client.ask(server, Answers.question(key, recursive), Optional.empty(), timeout);
    }

    ServerAddress nameServer(String address) {
        return new ServerAddress(address, port);
    }

    /// Read anew each time dnsjava was loaded: on a laptop this changes, but not within a command.
    private static List<ServerAddress> system() {
        return ResolverConfig.getCurrentConfig().servers().stream()
                .filter(server -> !server.isUnresolved())
                .map(DnsLookup::address)
                .toList();
    }

    /// A link-local resolver's scope cannot be said in a [ServerAddress] and is cut off.
    private static ServerAddress address(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        int scope = host.indexOf('%');
        return new ServerAddress(scope < 0 ? host : host.substring(0, scope), server.getPort());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

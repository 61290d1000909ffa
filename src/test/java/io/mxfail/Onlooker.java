package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.real.Ask;
import io.mxfail.real.Await;

import org.xbill.DNS.Type;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/// Asks a name server, again and again and from a thread of its own, what those who send mail to a
/// company ask: the MX of its domains, the addresses of their targets, and SPF. It keeps every
/// distinct answer, and what of it would lose mail.
final class Onlooker implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(16);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final InetSocketAddress server;
    private final List<String> domains;
    private final ConcurrentSkipListMap<String, Set<String>> mx = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, Set<String>> spf = new ConcurrentSkipListMap<>();
    private final Set<String> wrong = new ConcurrentSkipListSet<>();
    private final Thread thread;
    private volatile boolean ended;

    private Onlooker(InetSocketAddress server, List<String> domains) {
        this.server = server;
        this.domains = domains;
        domains.forEach(
                domain -> {
                    mx.put(domain, new ConcurrentSkipListSet<>());
                    spf.put(domain, new ConcurrentSkipListSet<>());
                });
        this.thread = Thread.ofPlatform().name("onlooker").daemon().start(this::look);
    }

    /// Begins to look.
    ///
    /// @param domains without final dot; each is the zone that holds its mail hosts
    static Onlooker at(InetSocketAddress server, String... domains) {
        return new Onlooker(server, List.of(domains));
    }

    /// Every MX set that was seen, the records of one separated by commas.
    Set<String> mx(String domain) {
        return Set.copyOf(mx.get(domain));
    }

    /// Every set of `v=spf1` strings that was seen.
    Set<String> spf(String domain) {
        return Set.copyOf(spf.get(domain));
    }

    /// Returns once this MX set was seen.
    void await(String domain, String records) {
        Await.until("the onlooker sees " + records, LIMIT, () -> mx.get(domain).contains(records));
    }

    /// Ends the looking, and fails where it ever saw what loses mail.
    void assertNeverWrong() {
        close();
        assertEquals(Set.of(), wrong);
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        while (!ended) {
            try {
                domains.forEach(this::look);
            } catch (UncheckedIOException _) {
                // A datagram was lost on a busy machine: senders ask again, too.
            } catch (RuntimeException | Error e) {
                wrong.add("the onlooker broke: " + e);
                return;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private void look(String domain) {
        List<List<String>> before = serials();
        List<String> exchangers = Ask.data(server, domain + ".", Type.MX);
        mx.get(domain).add(String.join(", ", exchangers));
        if (exchangers.isEmpty()) {
            wrong.add(domain + " has no MX");
        }
        List<String> policies =
                Ask.data(server, domain + ".", Type.TXT).stream()
                        .filter(text -> text.startsWith("\"v=spf1"))
                        .toList();
        spf.get(domain).add(String.join(", ", policies));
        if (policies.size() > 1) {
            wrong.add(domain + " has " + policies);
        }
        var lost = new ArrayList<String>();
        for (String exchanger : exchangers) {
            String host = exchanger.substring(exchanger.indexOf(' ') + 1);
            if (Ask.data(server, host, Type.A).isEmpty()) {
                lost.add(domain + " has the MX " + host + " without an address");
            }
        }
        // Two answers tell of one moment only where nothing changed between them.
        if (serials().equals(before)) {
            wrong.addAll(lost);
        }
    }

    private List<List<String>> serials() {
        return domains.stream().map(zone -> Ask.data(server, zone + ".", Type.SOA)).toList();
    }
}

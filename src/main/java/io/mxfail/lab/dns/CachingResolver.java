package io.mxfail.lab.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A recursive resolver inside the process, such as a sending mail host has in front of it: it asks
/// the authoritative servers it was told, keeps answers for their TTL and negative answers as RFC
/// 2308 says, and counts TTLs down, by a clock that may run fast.
///
/// A zone's servers are asked in turn; one that is silent or has no authoritative answer is passed
/// over for the next. A question without RD is answered from the cache alone (REFUSED if it is not
/// there). [#close] ends every thread.
public final class CachingResolver implements AutoCloseable {
    private static final int LONGEST_ALIAS_CHAIN = 16;
    private static final int ROUNDS = 2;

    /// What resolvers in the field do differently.
    ///
    /// @param shortestTtl keeps every answer at least so long, against what their TTL says
    /// @param serveStale gives expired answers while no server can be reached (RFC 8767)
    /// @param patience how long one server may take, in real time
    public record Habits(Duration shortestTtl, boolean serveStale, Duration patience) {
        /// Keeps to the TTL, serves nothing stale, waits 400 ms for a server.
        public static Habits plain() {
            return new Habits(Duration.ZERO, false, Duration.ofMillis(400));
        }

        /// The same, but keeps everything for at least so long.
        public static Habits stretchingTo(Duration shortestTtl) {
            return new Habits(shortestTtl, false, plain().patience());
        }
    }

    /// The servers of one zone; the turn moves on with every question.
    private record Forward(Name zone, List<InetSocketAddress> servers, AtomicInteger turn) {}

    private sealed interface Outcome {
        record Learned(Cache.Fact fact) implements Outcome {}

        record Failed() implements Outcome {}
    }

    private final Map<Name, Forward> forwards;
    private final Habits habits;
    private final Cache cache;
    private final Upstream upstream;
    private final AtomicLong asked = new AtomicLong();
    private final Faults faults = new Faults();
    private final PacketServer server;

    private CachingResolver(
            Map<Name, Forward> forwards, InstantSource time, Habits habits, InetSocketAddress at)
            throws IOException {
        this.forwards = forwards;
        this.habits = habits;
        this.cache = new Cache(time, habits.shortestTtl());
        this.upstream = new Upstream(habits.patience());
        this.server = PacketServer.open(at, faults, this::answer);
    }

    /// Starts a plain resolver on a free port of 127.0.0.1.
    ///
    /// @param forwards the authoritative servers by zone name; the longest match is asked, a name
    ///     outside all of them is SERVFAIL
    /// @param time the clock of all TTLs
    /// @throws IOException if there is no free port
    public static CachingResolver start(
            Map<String, List<InetSocketAddress>> forwards, InstantSource time) throws IOException {
        return start(forwards, time, Habits.plain(), Listen.loopback(0));
    }

    /// Starts a resolver.
    ///
    /// @throws IOException if the address cannot be had
    public static CachingResolver start(
            Map<String, List<InetSocketAddress>> forwards,
            InstantSource time,
            Habits habits,
            InetSocketAddress at)
            throws IOException {
        Map<Name, Forward> byName = new HashMap<>();
        forwards.forEach(
                (zone, servers) -> {
                    Name name = ZoneVersion.absolute(zone, Name.root);
                    byName.put(name, new Forward(name, List.copyOf(servers), new AtomicInteger()));
                });
        return new CachingResolver(Map.copyOf(byName), time, habits, at);
    }

    public InetSocketAddress address() {
        return server.address();
    }

    public Faults faults() {
        return faults;
    }

    /// Forgets everything.
    public void flush() {
        cache.forget();
    }

    /// Forgets everything at and below a name.
    public void flush(String name) {
        cache.forget(ZoneVersion.absolute(name, Name.root));
    }

    /// The records that it would answer from its cache now, with the TTL that is left; empty if it
    /// would ask, or remembers that there are none. Aliases are not followed.
    public List<Record> cached(String name, int type) {
        return cache.find(ZoneVersion.absolute(name, Name.root), type)
                .map(
                        fact ->
                                fact instanceof Cache.Fact.Held(var records)
                                        ? records
                                        : List.<Record>of())
                .orElse(List.of());
    }

    /// How many questions it has put to authoritative servers so far.
    public long asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private List<byte[]> answer(PacketServer.Request request) {
        Message query;
        try {
            query = new Message(request.wire());
        } catch (IOException e) {
            return List.of(Replies.formErr(request.wire()));
        }
        Message response = Replies.to(query);
        response.getHeader().setFlag(Flags.RA);
        fill(query, request, response);
        Replies.addEdns(query, response);
        return List.of(response.toWire(Replies.limit(query, request.tcp())));
    }

    private void fill(Message query, PacketServer.Request request, Message response) {
        Header header = response.getHeader();
        Optional<Fault.Answer> forced = request.faults().find(Fault.Answer.class);
        @Nullable Record question = query.getQuestion();
        if (forced.isPresent()) {
            header.setRcode(forced.get().rcode());
        } else if (request.faults().has(Fault.Truncate.class) && !request.tcp()) {
            header.setFlag(Flags.TC);
        } else if (header.getOpcode() != Opcode.QUERY) {
            header.setRcode(Rcode.NOTIMP);
        } else if (question == null || query.getHeader().getCount(Section.QUESTION) != 1) {
            header.setRcode(Rcode.FORMERR);
        } else if (question.getDClass() != DClass.IN
                || !(Type.isRR(question.getType()) || question.getType() == Type.ANY)) {
            header.setRcode(Rcode.REFUSED);
        } else {
            resolve(question.getName(), question.getType(), header.getFlag(Flags.RD), response);
        }
    }

    private void resolve(Name asked, int type, boolean recursive, Message response) {
        Name name = asked;
        Set<Name> seen = new HashSet<>();
        while (seen.add(name) && seen.size() <= LONGEST_ALIAS_CHAIN) {
            switch (recursive ? lookUp(name, type) : fromCache(name, type)) {
                case Outcome.Failed() -> {
                    response.getHeader().setRcode(recursive ? Rcode.SERVFAIL : Rcode.REFUSED);
                    response.removeAllRecords(Section.ANSWER);
                    return;
                }
                case Outcome.Learned(Cache.Fact.NoSuchType(var soa)) -> {
                    response.addRecord(soa, Section.AUTHORITY);
                    return;
                }
                case Outcome.Learned(Cache.Fact.NoSuchName(var soa)) -> {
                    response.getHeader().setRcode(Rcode.NXDOMAIN);
                    response.addRecord(soa, Section.AUTHORITY);
                    return;
                }
                case Outcome.Learned(Cache.Fact.Held(var records)) -> {
                    records.forEach(r -> response.addRecord(r, Section.ANSWER));
                    if (type == Type.CNAME
                            || type == Type.ANY
                            || !(records.getFirst() instanceof CNAMERecord alias)) {
                        return;
                    }
                    name = alias.getTarget();
                }
            }
        }
        response.getHeader().setRcode(Rcode.SERVFAIL); // aliases in a circle, or too many of them
    }

    private Outcome fromCache(Name name, int type) {
        return cache.find(name, type)
                .<Outcome>map(Outcome.Learned::new)
                .orElse(new Outcome.Failed());
    }

    private Outcome lookUp(Name name, int type) {
        return switch (fromCache(name, type)) {
            case Outcome.Learned known -> known;
            case Outcome.Failed() -> {
                Optional<Outcome> fresh = ask(name, type).map(a -> learn(name, type, a));
                yield fresh.filter(o -> o instanceof Outcome.Learned)
                        .or(() -> habits.serveStale() ? stale(name, type) : Optional.empty())
                        .orElse(new Outcome.Failed());
            }
        };
    }

    private Optional<Outcome> stale(Name name, int type) {
        return cache.stale(name, type).map(Outcome.Learned::new);
    }

    /// The first authoritative answer that one of the zone's servers gives.
    private Optional<Message> ask(Name name, int type) {
        Optional<Forward> forward = forwardOf(name);
        if (forward.isEmpty() || forward.get().servers().isEmpty()) {
            return Optional.empty();
        }
        List<InetSocketAddress> servers = forward.get().servers();
        int first = forward.get().turn().getAndIncrement();
        for (int i = 0; i < ROUNDS * servers.size(); i++) {
            Optional<Message> answer =
                    ask(servers.get(Math.floorMod(first + i, servers.size())), name, type);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /// What one server says, if it says it with authority.
    private Optional<Message> ask(InetSocketAddress server, Name name, int type) {
        asked.incrementAndGet();
        try {
            Message answer = upstream.ask(server, name, type);
            boolean usable =
                    answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
            return Optional.of(answer).filter(a -> usable && a.getHeader().getFlag(Flags.AA));
        } catch (IOException e) {
            return Optional.empty(); // silent or unreadable: the next one may know
        }
    }

    private Optional<Forward> forwardOf(Name name) {
        for (int cut = 0; cut < name.labels(); cut++) {
            @Nullable Forward forward = forwards.get(new Name(name, cut));
            if (forward != null) {
                return Optional.of(forward);
            }
        }
        return Optional.empty();
    }

    /// Takes from an answer what it says about the name itself. Where the name is an alias, the
    /// rest of the chain is asked for in its own right: it may lie in a zone that these servers
    /// only claim to know.
    private Outcome learn(Name name, int type, Message answer) {
        List<Record> own =
                answer.getSection(Section.ANSWER).stream()
                        .filter(r -> r.getName().equals(name))
                        .toList();
        List<Record> asked =
                own.stream().filter(r -> type == Type.ANY || r.getType() == type).toList();
        List<Record> alias = own.stream().filter(r -> r.getType() == Type.CNAME).toList();
        if (!asked.isEmpty() && type == Type.ANY) {
            return new Outcome.Learned(new Cache.Fact.Held(asked)); // several sets: not remembered
        }
        if (!asked.isEmpty()) {
            return remember(name, type, new Cache.Fact.Held(asked));
        }
        if (!alias.isEmpty()) {
            return remember(name, Type.CNAME, new Cache.Fact.Held(alias));
        }
        // RFC 2308, section 5: without SOA a negative answer must not be kept, and here is not
        // given.
        Optional<Record> soa =
                answer.getSection(Section.AUTHORITY).stream()
                        .filter(SOARecord.class::isInstance)
                        .map(SOARecord.class::cast)
                        .map(Records::forNegativeAnswer)
                        .findFirst();
        if (soa.isEmpty()) {
            return new Outcome.Failed();
        }
        return remember(
                name,
                type,
                answer.getRcode() == Rcode.NXDOMAIN
                        ? new Cache.Fact.NoSuchName(soa.get())
                        : new Cache.Fact.NoSuchType(soa.get()));
    }

    private Outcome remember(Name name, int type, Cache.Fact fact) {
        return new Outcome.Learned(cache.learn(name, type, fact));
    }
}

package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.port.Lookup;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// One look at DNS: each question is asked once, however many want its answer, with signatures or
/// without, and an address that never answered within the time limit of a question is not waited
/// for again.
///
/// Who waits for something to change needs a fresh one for every look.
final class OneLook implements Lookup {
    private final Lookup lookup;
    private final Map<Question, CompletableFuture<DnsAnswer>> answers = new ConcurrentHashMap<>();
    private final Map<Question, CompletableFuture<SignedAnswer>> signed = new ConcurrentHashMap<>();
    private final Map<Question, CompletableFuture<List<NameServer>>> delegations =
            new ConcurrentHashMap<>();
    private final Map<Question, CompletableFuture<Optional<Boolean>>> recursion =
            new ConcurrentHashMap<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final Map<String, DnsAnswer> silent = new ConcurrentHashMap<>();

    private OneLook(Lookup lookup) {
        this.lookup = lookup;
    }

    /// @param at a name server or a resolver
    /// @param way how it is asked
    private record Question(String way, String at, RecordKey key) {}

    /// The same look where it is one already.
    static OneLook at(Lookup lookup) {
        return lookup instanceof OneLook look ? look : new OneLook(lookup);
    }

    /// A world whose DNS is looked at once. What is to be seen changing, such as a message on its
    /// way, needs the world itself.
    static World in(World world) {
        World.Network network = world.network();
        var first = new AtomicReference<@Nullable Lookup>();
        return world.over(
                network.looking(
                        () -> {
                            Lookup known = first.get();
                            if (known == null) {
                                first.compareAndSet(null, at(network.lookup().get()));
                                known = Objects.requireNonNull(first.get());
                            }
                            return known;
                        }));
    }

    @Override
    public DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout) {
        if (lookup.asksForSignatures()) {
            return signed(server, key, timeout).answer();
        }
        String at = server.toString();
        return answer(
                new Question("authoritative", at, key),
                () -> lookup.authoritative(server, key, timeout));
    }

    @Override
    public DnsAnswer recursive(String resolver, RecordKey key, Duration timeout) {
        return answer(
                new Question("recursive", resolver, key),
                () -> lookup.recursive(resolver, key, timeout));
    }

    @Override
    public boolean asksForSignatures() {
        return lookup.asksForSignatures();
    }

    @Override
    public SignedAnswer signed(ServerAddress server, RecordKey key, Duration timeout) {
        String at = server.toString();
        return signed(new Question("signed", at, key), () -> lookup.signed(server, key, timeout));
    }

    @Override
    public SignedAnswer validated(String resolver, RecordKey key, boolean check, Duration timeout) {
        return signed(
                new Question(check ? "validated" : "unchecked", resolver, key),
                () -> lookup.validated(resolver, key, check, timeout));
    }

    @Override
    public List<NameServer> delegation(Name zone, String resolver, Duration timeout) {
        return once(
                delegations,
                new Question("delegation", resolver, new RecordKey(zone, Type.NS)),
                () ->
                        silent.containsKey(resolver)
                                ? List.of()
                                : lookup.delegation(zone, resolver, timeout));
    }

    /// What is true of a server, whatever the zone.
    @Override
    public Optional<Boolean> recursion(ServerAddress server, Name zone, Duration timeout) {
        String at = server.toString();
        return once(
                recursion,
                new Question("recursion", at, new RecordKey(Name.root, Type.SOA)),
                () ->
                        silent.containsKey(at)
                                ? Optional.empty()
                                : lookup.recursion(server, zone, timeout));
    }

    private DnsAnswer answer(Question question, Supplier<DnsAnswer> ask) {
        return once(
                answers,
                question,
                () -> {
                    DnsAnswer known = silent.get(question.at());
                    return known == null ? noted(question.at(), ask.get()) : known;
                });
    }

    private SignedAnswer signed(Question question, Supplier<SignedAnswer> ask) {
        return once(
                signed,
                question,
                () -> {
                    DnsAnswer known = silent.get(question.at());
                    if (known != null) {
                        return SignedAnswer.bare(known);
                    }
                    SignedAnswer answer = ask.get();
                    noted(question.at(), answer.answer());
                    return answer;
                });
    }

    /// One that answered anything is waited for each time: single packets get lost.
    private DnsAnswer noted(String at, DnsAnswer answer) {
        if (!(answer instanceof DnsAnswer.Failed failed)
                || failed.reason() != DnsAnswer.Reason.TIMEOUT) {
            heard.add(at);
            silent.remove(at);
        } else if (!heard.contains(at)) {
            silent.put(at, answer);
        }
        return answer;
    }

    @Override
    public void close() {
        // whoever lent the look-up closes it
    }

    private static <T> T once(
            Map<Question, CompletableFuture<T>> known, Question question, Supplier<T> ask) {
        var asked = new CompletableFuture<T>();
        CompletableFuture<T> first = known.putIfAbsent(question, asked);
        if (first != null) {
            return first.join();
        }
        try {
            asked.complete(ask.get());
        } catch (RuntimeException | Error bug) {
            asked.completeExceptionally(bug);
            throw bug;
        }
        return asked.join();
    }
}

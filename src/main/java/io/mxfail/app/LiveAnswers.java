package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.port.Lookup;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Answers as they will be once a plan is carried out: the plan's after-state first, then the
/// zones' own servers, then the resolvers.
///
/// Names of the run's zones are not asked at a resolver: one that is not published yet would be
/// remembered there as missing. Only where no server of a zone answers, those of the profile are
/// asked for addresses in it. Of several servers the next one is asked too when the one before is
/// slow.
final class LiveAnswers implements DnsAnswers {
    private static final int LONGEST_ALIAS_CHAIN = 8;

    private final Lookup lookup;
    private final Map<RecordKey, Optional<RecordSet>> after;
    private final Map<Name, List<ServerAddress>> servers;
    private final List<String> resolvers;
    private final boolean named;
    private final Duration timeout;
    private final Map<RecordKey, CompletableFuture<DnsAnswer>> known;
    private final Set<Object> silent;
    private final DnsAnswers before = key -> published(key, 0);

    /// @param after sets that a plan leaves, by key; empty: it leaves none
    /// @param servers authoritative addresses by zone
    /// @param resolvers asked in turn for all other names
    LiveAnswers(
            Lookup lookup,
            Map<RecordKey, Optional<RecordSet>> after,
            Map<Name, List<ServerAddress>> servers,
            List<String> resolvers,
            Duration timeout) {
        this.lookup = lookup;
        this.after = Map.copyOf(after);
        this.servers = Map.copyOf(servers);
        this.named = !resolvers.isEmpty();
        this.resolvers = resolvers.isEmpty() ? List.of("system") : List.copyOf(resolvers);
        this.timeout = timeout;
        this.known = new ConcurrentHashMap<>();
        this.silent = ConcurrentHashMap.newKeySet();
    }

    private LiveAnswers(LiveAnswers same, Map<RecordKey, Optional<RecordSet>> after) {
        this.lookup = same.lookup;
        this.after = Map.copyOf(after);
        this.servers = same.servers;
        this.named = same.named;
        this.resolvers = same.resolvers;
        this.timeout = same.timeout;
        this.known = same.known;
        this.silent = same.silent;
    }

    /// The answers once these sets stand, from the same memory.
    ///
    /// @param after whole sets, with the strings in them that are nobody's
    LiveAnswers leaving(Map<RecordKey, Optional<RecordSet>> after) {
        return new LiveAnswers(this, after);
    }

    @Override
    public DnsAnswer ask(RecordKey key) {
        return ask(key, 0);
    }

    private DnsAnswer ask(RecordKey key, int depth) {
        if (depth > LONGEST_ALIAS_CHAIN) {
            return tooLong();
        }
        Optional<RecordSet> planned = after.getOrDefault(key, Optional.empty());
        if (planned.isPresent()) {
            return new DnsAnswer.Found(planned.get(), depth > 0);
        }
        Optional<RecordSet> alias =
                after.getOrDefault(new RecordKey(key.name(), Type.CNAME), Optional.empty());
        if (alias.isPresent() && key.type() != Type.CNAME) {
            return aliased(ask(target(alias.get(), key.type()), depth + 1));
        }
        if (after.containsKey(key)) {
            return new DnsAnswer.NoData(0);
        }
        return leadingOut(key)
                .map(target -> aliased(ask(target, depth + 1)))
                .orElseGet(() -> known(key));
    }

    private DnsAnswer published(RecordKey key, int depth) {
        return depth > LONGEST_ALIAS_CHAIN
                ? tooLong()
                : leadingOut(key)
                        .map(target -> aliased(published(target, depth + 1)))
                        .orElseGet(() -> known(key));
    }

    /// Asked once, whoever else wants the same answer waits for it, and nobody waits for another.
    private DnsAnswer known(RecordKey key) {
        var asked = new CompletableFuture<DnsAnswer>();
        CompletableFuture<DnsAnswer> first = known.putIfAbsent(key, asked);
        if (first != null) {
            return first.join();
        }
        try {
            asked.complete(live(key));
        } catch (RuntimeException | Error bug) {
            asked.completeExceptionally(bug);
            throw bug;
        }
        return asked.join();
    }

    /// Where an alias of the run's zones leads that ends outside of them, as those of DKIM keys
    /// mostly do: an authoritative server then answers with the alias alone, which is no answer
    /// about what it leads to. Empty: the answer is one.
    private Optional<RecordKey> leadingOut(RecordKey key) {
        boolean ours = servers.keySet().stream().anyMatch(key.name()::subdomain);
        if (!ours
                || key.type() == Type.CNAME
                || !(known(key) instanceof DnsAnswer.NoData none)
                || none.negativeTtl() > 0) {
            return Optional.empty();
        }
        RecordKey alias = new RecordKey(key.name(), Type.CNAME);
        return known(alias) instanceof DnsAnswer.Found found && found.set().key().equals(alias)
                ? Optional.of(target(found.set(), key.type()))
                : Optional.empty();
    }

    private static RecordKey target(RecordSet alias, int type) {
        return new RecordKey(((CNAMERecord) alias.records().getFirst()).getTarget(), type);
    }

    private static DnsAnswer aliased(DnsAnswer answer) {
        return switch (answer) {
            case DnsAnswer.Found found -> new DnsAnswer.Found(found.set(), true);
            case DnsAnswer.NoData none -> none;
            case DnsAnswer.NxDomain none -> none;
            case DnsAnswer.Failed failed -> failed;
        };
    }

    private static DnsAnswer tooLong() {
        return new DnsAnswer.Failed(
                DnsAnswer.Reason.BAD_REPLY, "more than " + LONGEST_ALIAS_CHAIN + " aliases");
    }

    /// The answers without the plan, from the same memory.
    DnsAnswers before() {
        return before;
    }

    private DnsAnswer live(RecordKey key) {
        Optional<Name> zone =
                servers.keySet().stream()
                        .filter(z -> key.name().subdomain(z))
                        .max(java.util.Comparator.comparingInt(Name::labels));
        if (zone.isEmpty()) {
            return resolved(key).orElseGet(LiveAnswers::nobody);
        }
        List<ServerAddress> addresses = servers.getOrDefault(zone.get(), List.of());
        List<DnsAnswer> answers =
                first(inOrder(addresses), server -> lookup.authoritative(server, key, timeout));
        DnsAnswer last = answers.isEmpty() ? nobody() : answers.getLast();
        if (!(last instanceof DnsAnswer.Failed)) {
            return last;
        }
        // a name below a delegation that leaves the zone: its own servers are found by a resolver
        if (answers.stream().anyMatch(answer -> failed(answer, DnsAnswer.Reason.LAME))) {
            return resolved(key).orElse(last);
        }
        // where all servers are dead, a resolver may remember where a mail host is
        boolean dead =
                answers.stream()
                        .allMatch(
                                answer ->
                                        failed(answer, DnsAnswer.Reason.TIMEOUT)
                                                || failed(answer, DnsAnswer.Reason.UNREACHABLE));
        boolean address = key.type() == Type.A || key.type() == Type.AAAA;
        return dead && address && named
                ? resolved(key).filter(DnsAnswer.Found.class::isInstance).orElse(last)
                : last;
    }

    /// What the resolvers say; empty: there is none.
    private Optional<DnsAnswer> resolved(RecordKey key) {
        List<DnsAnswer> answers =
                first(inOrder(resolvers), at -> lookup.recursive(at, key, timeout));
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers.getLast());
    }

    private <T> List<DnsAnswer> first(List<T> asked, Function<T, DnsAnswer> question) {
        List<Supplier<DnsAnswer>> questions =
                asked.stream()
                        .<Supplier<DnsAnswer>>map(one -> () -> noted(one, question.apply(one)))
                        .toList();
        try {
            return Hedged.ask(questions, answer -> !(answer instanceof DnsAnswer.Failed));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of(new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "interrupted"));
        }
    }

    private static DnsAnswer nobody() {
        return new DnsAnswer.Failed(DnsAnswer.Reason.UNREACHABLE, "there is no server to ask");
    }

    private static boolean failed(DnsAnswer answer, DnsAnswer.Reason reason) {
        return answer instanceof DnsAnswer.Failed failed && failed.reason() == reason;
    }

    /// Those that were silent last time come last: where one is dead, each question would else wait
    /// for it.
    private <T> List<T> inOrder(List<T> asked) {
        return Stream.concat(
                        asked.stream().filter(one -> !silent.contains(one)),
                        asked.stream().filter(silent::contains))
                .distinct()
                .toList();
    }

    private DnsAnswer noted(Object asked, DnsAnswer answer) {
        if (answer instanceof DnsAnswer.Failed failed
                && (failed.reason() == DnsAnswer.Reason.TIMEOUT
                        || failed.reason() == DnsAnswer.Reason.UNREACHABLE)) {
            silent.add(asked);
        } else {
            silent.remove(asked);
        }
        return answer;
    }
}

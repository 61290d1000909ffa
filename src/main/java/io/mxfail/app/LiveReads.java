package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.port.Lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads a domain's sets at each authoritative address: what the world is told, not what a
/// provider stores.
final class LiveReads {
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final int AT_ONCE = 64;

    private LiveReads() {}

    /// One address's answers; empty where it gave no usable answer.
    record Read(ServerAddress server, Optional<Observed> observed, String detail) {}

    static List<Read> of(Lookup lookup, DomainView view, List<ServerAddress> servers)
            throws CommandFailure, InterruptedException {
        return Parallel.map(servers, AT_ONCE, server -> read(lookup, view, server));
    }

    private static Read read(Lookup lookup, DomainView view, ServerAddress server)
            throws CommandFailure, InterruptedException {
        // the deciding question goes first: why it failed is what is told
        List<RecordKey> keys =
                Stream.concat(Stream.of(view.mx()), view.keys().stream()).distinct().toList();
        List<DnsAnswer> answers =
                Parallel.map(keys, AT_ONCE, key -> lookup.authoritative(server, key, ASK));
        Map<RecordKey, DnsAnswer> byKey = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            byKey.put(keys.get(i), answers.get(i));
        }
        var sets = new TreeMap<RecordKey, RecordSet>();
        var failures = new ArrayList<String>();
        long negativeTtl = 0;
        for (Map.Entry<RecordKey, DnsAnswer> answer : byKey.entrySet()) {
            switch (answer.getValue()) {
                case DnsAnswer.Found found -> {
                    if (found.set().key().equals(answer.getKey())
                            && view.keys().contains(answer.getKey())) {
                        sets.put(answer.getKey(), found.set());
                    }
                }
                case DnsAnswer.NoData none ->
                        negativeTtl = Math.max(negativeTtl, none.negativeTtl());
                case DnsAnswer.NxDomain none ->
                        negativeTtl = Math.max(negativeTtl, none.negativeTtl());
                case DnsAnswer.Failed failed ->
                        failures.add(
                                answer.getKey().equals(view.mx())
                                        ? failed.detail()
                                        : answer.getKey() + ": " + failed.detail());
            }
        }
        return failures.isEmpty()
                ? new Read(
                        server,
                        Optional.of(
                                Observed.of(view.zone(), negativeTtl, sets.values(), view.keys())),
                        "")
                : new Read(server, Optional.empty(), failures.getFirst());
    }
}

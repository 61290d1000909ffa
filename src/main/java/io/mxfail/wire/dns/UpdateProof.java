package io.mxfail.wire.dns;

import io.mxfail.core.dns.Impossible;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.Observed;
import io.mxfail.spi.Proof;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Shows by an update without effect that the key may write: it removes records that are not there,
/// which a server allows or refuses by its rules and then finds nothing to do (RFC 2136, section
/// 3.4.2.4). Not even the zone's serial moves.
public final class UpdateProof {
    /// BIND judges the removal of these record by record, since its rules may look at the target
    /// too: where there is none to remove, it has nothing to refuse.
    private static final Set<Integer> UNTELLING = Set.of(Type.SRV, Type.PTR);

    private final ServerAddress server;
    private final Optional<DnsKey> key;
    private final Function<Message, Exchange> send;

    /// @param send sends an update to that server, signed, and once
    public UpdateProof(
            ServerAddress server, Optional<DnsKey> key, Function<Message, Exchange> send) {
        this.server = server;
        this.key = key;
        this.send = send;
    }

    /// What the server says to it.
    ///
    /// @param read what reading the zone has shown
    /// @param now the zone as it was read
    public Proof of(Proof read, Observed now) {
        Name zone = now.zone();
        List<RecordSet> missing = missing(now);
        if (missing.isEmpty()) {
            return read.and(Proof.Subject.WRITE, Proof.State.OPEN, "there is nothing to try");
        }
        var update = new Update(zone);
        missing.forEach(set -> set.records().forEach(update::delete));
        String tried = missing.size() + " sets tried by an update without effect";
        return switch (send.apply(update)) {
            case Exchange.NoReply failure ->
                    read.and(Proof.Subject.WRITE, Proof.State.OPEN, failure.detail());
            case Exchange.Reply reply when reply.rcode() == Rcode.NOERROR && reply.trusted() ->
                    untried(
                            read.and(Proof.Subject.WRITE, Proof.State.PROVEN, tried),
                            now.asked(),
                            missing);
            case Exchange.Reply reply when reply.rcode() == Rcode.NOERROR ->
                    read.and(
                            Proof.Subject.WRITE,
                            Proof.State.OPEN,
                            "the answer of " + server + " is not signed");
            case Exchange.Reply reply ->
                    read.and(
                            Proof.Subject.WRITE,
                            Proof.State.REFUSED,
                            Refusal.of(server.toString(), "update " + zone, key, reply).reason());
        };
    }

    private static Proof untried(Proof proof, Set<RecordKey> asked, List<RecordSet> tried) {
        var rest = new TreeSet<>(asked);
        tried.forEach(set -> rest.remove(set.key()));
        return rest.isEmpty()
                ? proof
                : proof.and(
                        Proof.Subject.WRITE,
                        Proof.State.OPEN,
                        "no way to try "
                                + rest.stream()
                                        .map(RecordKey::toString)
                                        .collect(Collectors.joining(", ")));
    }

    private static List<RecordSet> missing(Observed now) {
        var missing = new ArrayList<RecordSet>();
        for (RecordKey key : now.asked()) {
            if (UNTELLING.contains(key.type())) {
                continue;
            }
            Impossible.at(key, 0)
                    .filter(
                            set ->
                                    now.set(key).stream()
                                            .noneMatch(
                                                    live ->
                                                            live.withTtl(0)
                                                                    .records()
                                                                    .containsAll(set.records())))
                    .ifPresent(missing::add);
        }
        return missing;
    }
}

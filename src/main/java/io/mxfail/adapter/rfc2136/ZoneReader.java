package io.mxfail.adapter.rfc2136;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.dns.Answers;
import io.mxfail.wire.dns.Exchange;
import io.mxfail.wire.dns.Refusal;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads record sets as the zone holds them, by questions that travel together.
///
/// Two things must be told from data of the zone: what a child zone on the same server answers, and
/// what a wildcard synthesises. So each name is asked for its SOA too, and each `*.PARENT`: that
/// there is no such name rules a wildcard out.
final class ZoneReader {
    private static final Name WILD = Name.fromConstantString("*");

    private final Primary primary;
    private final ZoneSearch search;
    private final Name zone;
    private final Set<RecordKey> keys;

    private ZoneReader(Primary primary, Name zone, Set<RecordKey> keys) {
        this.primary = primary;
        this.search = new ZoneSearch(primary);
        this.zone = zone;
        this.keys = new TreeSet<>(keys);
    }

    static Observed read(Primary primary, Name zone, Set<RecordKey> keys) throws ProviderException {
        return new ZoneReader(primary, zone.canonicalize(), keys).read();
    }

    private Observed read() throws ProviderException {
        for (RecordKey key : keys) {
            if (!key.name().subdomain(zone)) {
                throw new ProviderException(
                        FailureKind.INVALID, "cannot read " + key + ": it is not in " + zone);
            }
        }
        Map<RecordKey, Message> answers = primary.ask(questions());
        SOARecord apex = apex(answers);
        for (Name name : names()) {
            requireOurs(name, answer(answers, new RecordKey(name, Type.SOA)));
        }
        var sets = new ArrayList<RecordSet>();
        var doubtful = new ArrayList<RecordSet>();
        Set<Name> wild = wildcards(answers);
        for (RecordKey key : keys) {
            Message answer = answer(answers, key);
            if (!Primary.isAuthoritative(answer)) {
                throw search.notServed(key.name(), answer);
            }
            // At an alias the answer holds the target's set, not one of this name.
            Answers.set(answer, Section.ANSWER, key)
                    .ifPresent(set -> (mayBeWild(key.name(), wild) ? doubtful : sets).add(set));
        }
        for (RecordSet set : doubtful) {
            if (exists(set.key())) {
                sets.add(set);
            }
        }
        return Observed.of(zone, Answers.negativeTtl(apex), sets, keys);
    }

    private Set<RecordKey> questions() {
        var questions = new TreeSet<>(keys);
        questions.add(new RecordKey(zone, Type.SOA));
        names().forEach(name -> questions.add(new RecordKey(name, Type.SOA)));
        parents()
                .forEach(
                        parent ->
                                wildcard(parent)
                                        .ifPresent(w -> questions.add(new RecordKey(w, Type.SOA))));
        return questions;
    }

    private static Message answer(Map<RecordKey, Message> answers, RecordKey question) {
        return Objects.requireNonNull(answers.get(question));
    }

    private SOARecord apex(Map<RecordKey, Message> answers) throws ProviderException {
        Message answer = answer(answers, new RecordKey(zone, Type.SOA));
        Optional<RecordSet> soa =
                Answers.set(answer, Section.ANSWER, new RecordKey(zone, Type.SOA));
        if (soa.isEmpty() || !Primary.isAuthoritative(answer)) {
            throw new ProviderException(
                    FailureKind.NO_SUCH_ZONE,
                    primary.server() + " has no zone " + zone + "; check `server` and `zone:`");
        }
        return (SOARecord) soa.get().records().getFirst();
    }

    /// The names below the apex.
    private Set<Name> names() {
        var names = new TreeSet<Name>();
        keys.stream().map(RecordKey::name).filter(n -> !n.equals(zone)).forEach(names::add);
        return names;
    }

    /// All names between the asked ones and the apex, with the apex.
    private Set<Name> parents() {
        var parents = new TreeSet<Name>();
        names().forEach(name -> parents.addAll(parents(name)));
        return parents;
    }

    private List<Name> parents(Name name) {
        var parents = new ArrayList<Name>();
        for (Name at = name; !at.equals(zone); ) {
            at = new Name(at, 1);
            parents.add(at);
        }
        return parents;
    }

    private static Optional<Name> wildcard(Name parent) {
        try {
            return Optional.of(Name.concatenate(WILD, parent));
        } catch (NameTooLongException _) {
            return Optional.empty();
        }
    }

    /// Refuses a name of another zone that this server has, or of a delegated one.
    private void requireOurs(Name name, Message answer) throws ProviderException {
        if (!Primary.isAuthoritative(answer)) {
            throw search.notServed(name, answer);
        }
        Optional<Name> other = ZoneSearch.named(answer, name).filter(z -> !z.equals(zone));
        if (other.isPresent()) {
            throw new ProviderException(
                    FailureKind.NO_SUCH_ZONE,
                    "%s lies in the zone %s, not in %s: what is written there would not be served; give `zone: %s`"
                            .formatted(name, other.get(), zone, other.get().toString(true)));
        }
    }

    /// The parents whose wildcard may exist.
    private Set<Name> wildcards(Map<RecordKey, Message> answers) throws ProviderException {
        var wild = new TreeSet<Name>();
        for (Name parent : parents()) {
            Optional<Name> name = wildcard(parent);
            if (name.isEmpty()) {
                wild.add(parent);
                continue;
            }
            Message answer = answer(answers, new RecordKey(name.get(), Type.SOA));
            requireOurs(name.get(), answer);
            if (answer.getRcode() != Rcode.NXDOMAIN) {
                wild.add(parent);
            }
        }
        return wild;
    }

    private boolean mayBeWild(Name name, Set<Name> wild) {
        return !name.equals(zone) && parents(name).stream().anyMatch(wild::contains);
    }

    /// Whether the zone itself holds the set: only a prerequisite looks past a wildcard (RFC 2136,
    /// section 2.4.1). The update changes nothing.
    private boolean exists(RecordKey key) throws ProviderException {
        var update = new Update(zone);
        update.present(key.name(), key.type());
        String action = "tell whether " + key + " is the zone's own or a wildcard's";
        return switch (primary.update(update)) {
            case Exchange.NoReply failure -> throw Refusal.unanswered(action, failure);
            case Exchange.Reply reply when !reply.trusted() -> throw refusal(action, reply);
            case Exchange.Reply reply ->
                    switch (reply.rcode()) {
                        case Rcode.NOERROR -> true;
                        case Rcode.NXRRSET, Rcode.NXDOMAIN -> false;
                        default -> throw refusal(action, reply);
                    };
        };
    }

    private ProviderException refusal(String action, Exchange.Reply reply) {
        Refusal refusal = Refusal.of(primary.server().toString(), action, primary.key(), reply);
        return new ProviderException(refusal.kind(), refusal.reason());
    }
}

package io.mxfail.adapter.rfc2136;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.dns.Answers;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

/// Finds the zone of a name by asking the server for SOA records, never by counting labels: an
/// update sent to the parent of the right zone is answered NOERROR and served nowhere.
final class ZoneSearch {
    private final Primary primary;

    ZoneSearch(Primary primary) {
        this.primary = primary;
    }

    Name zoneOf(Name name) throws ProviderException {
        Name at = name;
        while (true) {
            RecordKey question = new RecordKey(at, Type.SOA);
            Message answer = primary.ask(List.of(question)).get(question);
            if (answer == null || !Primary.isAuthoritative(answer)) {
                throw notServed(name, answer);
            }
            Optional<Name> zone = named(answer, at);
            if (zone.isPresent()) {
                return zone.get();
            }
            if (at.equals(Name.root)) {
                throw notServed(name, answer);
            }
            // An alias, or a zone without SOA: an alias is no zone itself, so the parent tells.
            at = new Name(at, 1);
        }
    }

    /// The zone that an answer to a question for `name SOA` names: its own SOA, or the one beside a
    /// "no". That of an alias's target says nothing.
    static Optional<Name> named(Message answer, Name name) {
        if (Answers.set(answer, Section.ANSWER, new RecordKey(name, Type.SOA)).isPresent()) {
            return Optional.of(name);
        }
        if (!answer.getSection(Section.ANSWER).isEmpty()) {
            return Optional.empty();
        }
        return Answers.soa(answer, Section.AUTHORITY)
                .map(Record::getName)
                .filter(name::subdomain)
                .map(Name::canonicalize);
    }

    ProviderException notServed(Name name, @org.jspecify.annotations.Nullable Message answer) {
        Optional<Name> cut =
                answer == null || !Answers.isReferral(answer)
                        ? Optional.empty()
                        : answer.getSection(Section.AUTHORITY).stream()
                                .filter(r -> r.getType() == Type.NS)
                                .map(Record::getName)
                                .filter(name::subdomain)
                                .filter(owner -> !owner.equals(Name.root))
                                .findFirst();
        return new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                cut.map(
                                owner ->
                                        "%s is delegated: %s refers to the servers of %s, and what is written to"
                                                        .formatted(name, primary.server(), owner)
                                                + " the parent zone there would not be served; give"
                                                + " the server of that zone")
                        .orElse(
                                primary.server()
                                        + " has no zone that holds "
                                        + name
                                        + "; check `server`"));
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A zone's parent and the zone itself name different servers (RFC 1034, section 4.2.2): some
/// resolvers ask the ones, some the others, so that a switch has to reach both.
final class NsDelegation implements Rule {
    @Override
    public String id() {
        return "NS-DELEGATION";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .services()
                .outside()
                .parents()
                .forEach(
                        (zone, parent) ->
                                finding(situation, zone, parent).ifPresent(findings::add));
        return findings;
    }

    private Optional<Finding> finding(Situation situation, Name zone, Set<Name> parent) {
        Set<Name> own = ownNameServers(situation, zone);
        if (own.isEmpty() || parent.isEmpty() || own.equals(parent)) {
            return Optional.empty();
        }
        var facts = new ArrayList<String>();
        only(parent, own).map(names -> "only the parent names " + names).ifPresent(facts::add);
        only(own, parent).map(names -> "only the zone names " + names).ifPresent(facts::add);
        return Optional.of(
                Say.profile(this, situation, zone + " NS", "RFC 1034, section 4.2.2")
                        .warn(
                                "the delegation of "
                                        + zone
                                        + " and its own NS set differ: "
                                        + String.join("; ", facts),
                                "where the zone is right, have the registrar publish "
                                        + ToPublish.all(
                                                own.stream()
                                                        .map(Name::toString)
                                                        .map(n -> ToPublish.of(zone, Type.NS, n))
                                                        .toList())
                                        + "; else correct the zone's own NS set"));
    }

    /// All that the zone's servers name as such.
    static Set<Name> ownNameServers(Situation situation, Name zone) {
        var own = new TreeSet<Name>();
        situation
                .zones()
                .getOrDefault(zone, List.of())
                .forEach(server -> server.nameServers(zone).ifPresent(own::addAll));
        return own;
    }

    private static Optional<String> only(Set<Name> these, Set<Name> notThose) {
        var rest = new TreeSet<>(these);
        rest.removeAll(notThose);
        return rest.isEmpty() ? Optional.empty() : Optional.of(Say.names(rest));
    }
}

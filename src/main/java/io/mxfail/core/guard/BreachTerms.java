package io.mxfail.core.guard;

import io.mxfail.core.mail.SpfTerm;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The open references of a breach that an operator may have taken out of an SPF record: what
/// BREACH-OPEN lists, by its id.
public final class BreachTerms {
    private static final String ID = new BreachOpen().id();

    private BreachTerms() {}

    /// Whether anything at all is given up.
    public static boolean anyAccepted(Collection<String> accepted) {
        return accepted.stream().anyMatch(id -> id.equals(ID) || id.startsWith(ID + "@"));
    }

    /// Whether the terms of a domain are given up.
    public static boolean isAccepted(Name domain, Collection<String> accepted) {
        return accepted.contains(ID)
                || accepted.contains(ID + "@" + domain.toString(true))
                || accepted.contains(ID + "@" + domain);
    }

    /// The terms that are given up, by domain, as normalised text.
    public static Map<Name, Set<String>> of(Situation situation, Collection<String> accepted) {
        var terms = new TreeMap<Name, Set<String>>();
        for (BreachOpen.Open open : BreachOpen.of(situation)) {
            Name domain = open.domain().name();
            if (isAccepted(domain, accepted)) {
                terms.computeIfAbsent(domain, _ -> new TreeSet<>())
                        .add(new SpfTerm(open.term()).normalised());
            }
        }
        return terms;
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.guard.Finding.Where;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How rules put what they found into a finding.
///
/// @param id the rule's
/// @param where what it is about
/// @param reference where it is written
record Say(String id, Where where, String reference) {
    /// About the whole profile.
    static Say profile(Rule rule, Situation situation, String subject, String reference) {
        return at(rule, situation, Optional.empty(), Optional.empty(), subject, reference);
    }

    /// About one domain's records.
    static Say domain(
            Rule rule, Situation situation, Name domain, String subject, String reference) {
        return at(rule, situation, Optional.of(domain), Optional.empty(), subject, reference);
    }

    /// About one domain's mail at a site.
    static Say domainAt(
            Rule rule,
            Situation situation,
            Name domain,
            String site,
            String subject,
            String reference) {
        return at(rule, situation, Optional.of(domain), Optional.of(site), subject, reference);
    }

    /// About a host of a site: the fact is the host's, however many domains use it, so that one
    /// finding speaks for all.
    static Say host(
            Rule rule,
            Situation situation,
            Optional<String> site,
            Collection<Name> domains,
            String host,
            String reference) {
        Optional<Name> only =
                domains.size() == 1 ? Optional.of(domains.iterator().next()) : Optional.empty();
        return at(rule, situation, only, site, host, reference);
    }

    private static Say at(
            Rule rule,
            Situation situation,
            Optional<Name> domain,
            Optional<String> site,
            String subject,
            String reference) {
        return new Say(
                rule.id(),
                new Where(
                        situation.task().profile().name(),
                        domain.map(Name::toString),
                        site,
                        subject),
                reference);
    }

    Finding crit(String message, String fix) {
        return as(Severity.CRIT, message, fix);
    }

    Finding warn(String message, String fix) {
        return as(Severity.WARN, message, fix);
    }

    Finding unknown(String message, String fix) {
        return as(Severity.UNKNOWN, message, fix);
    }

    Finding as(Severity severity, String message, String fix) {
        return new Finding(id, severity, where, message, fix, reference);
    }

    /// A list for people: the first few, and how many more there are.
    static String some(Collection<String> items) {
        return some(items, 4);
    }

    /// A list for people of so many at most.
    static String some(Collection<String> items, int shown) {
        List<String> first = items.stream().limit(shown).toList();
        String list = String.join(", ", first);
        return items.size() > shown ? list + " and " + (items.size() - shown) + " more" : list;
    }

    /// Names for people, without the final dot.
    static String names(Collection<Name> names) {
        return some(names.stream().map(name -> name.toString(true)).collect(Collectors.toList()));
    }

    /// For whom a host's fact matters, where that is more than one domain.
    static String for_(Collection<Name> domains) {
        return domains.size() > 1 ? " (for " + domains.size() + " domains)" : "";
    }
}

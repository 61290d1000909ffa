package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailHost;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An MX set that is judged as a whole: the one that the plan leaves, or that of each site where
/// nothing is planned.
///
/// @param domain whose it is
/// @param site who is served by it
/// @param records best preference first
record MxSets(DomainCase domain, String site, List<MXRecord> records) {
    /// All of them, but for empty ones and the null MX.
    static List<MxSets> of(Situation situation) {
        var sets = new ArrayList<MxSets>();
        for (DomainCase domain : situation.domains()) {
            if (situation.task().to().isPresent()) {
                sets.add(
                        sorted(domain, situation.task().to().get(), domain.transition().mxAfter()));
            } else {
                domain.transition()
                        .view()
                        .sites()
                        .forEach((site, records) -> sets.add(sorted(domain, site, records.mx())));
            }
        }
        return sets.stream().filter(set -> !set.records().isEmpty()).toList();
    }

    private static MxSets sorted(DomainCase domain, String site, List<MXRecord> records) {
        return new MxSets(
                domain,
                site,
                records.stream()
                        .filter(mx -> !mx.getTarget().equals(Name.root))
                        .sorted(java.util.Comparator.comparingInt(MXRecord::getPriority))
                        .toList());
    }

    /// What DNS says of a record's host; empty: nobody knows.
    static Optional<MailHost> host(Situation situation, MXRecord mx) {
        return Optional.ofNullable(situation.names().hosts().get(mx.getTarget().canonicalize()))
                .filter(host -> host.resolution() == MailHost.Resolution.FOUND);
    }

    Say say(Rule rule, Situation situation, String reference) {
        return Say.domainAt(rule, situation, domain.name(), site, domain.name() + " MX", reference);
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DkimKey;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The DKIM keys that sites sign with, as verifiers find them once the plan is carried out.
final class DkimKeys {
    private DkimKeys() {}

    /// One selector of one site.
    record Selector(DomainCase domain, String site, Name name, Published<DkimKey> key) {
        /// The domain that signatures with it are for (`d=`): what stands behind `_domainkey`.
        Name signingDomain() {
            for (int i = 0; i < name.labels(); i++) {
                if (name.getLabelString(i).equalsIgnoreCase("_domainkey")) {
                    return new Name(name, i + 1).canonicalize();
                }
            }
            return domain.name();
        }

        /// The key, where a verifier can use it.
        Optional<DkimKey.Usable> usable() {
            return key instanceof Published.Valid<DkimKey>(DkimKey.Usable usable)
                            && !(usable.type().equals("rsa") && usable.bits() < SHORTEST)
                    ? Optional.of(usable)
                    : Optional.empty();
        }
    }

    /// Verifiers do not consider shorter keys (RFC 8301, section 3.2).
    static final int SHORTEST = 1024;

    /// Every selector that a site names, as it is once the plan is carried out.
    static List<Selector> of(Situation situation) {
        return of(situation, situation.names().dns().after());
    }

    /// Every selector that a site names, at a moment.
    static List<Selector> of(Situation situation, MailDns moment) {
        var selectors = new ArrayList<Selector>();
        for (DomainCase domain : situation.domains()) {
            domain.transition()
                    .view()
                    .sites()
                    .keySet()
                    .forEach(site -> selectors.addAll(of(domain, site, moment)));
        }
        return selectors;
    }

    /// Every selector that one site names for one domain, at a moment.
    static List<Selector> of(DomainCase domain, String site, MailDns moment) {
        return Optional.ofNullable(domain.transition().view().sites().get(site)).stream()
                .flatMap(records -> records.dkim().stream())
                .map(Record::getName)
                .distinct()
                .map(name -> new Selector(domain, site, name, moment.dkim(name)))
                .toList();
    }
}

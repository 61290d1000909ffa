package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A record's name ends in the domain or zone twice, as when a full name was pasted where names
/// are relative: nobody will ever ask for it.
final class EspNameDoubled implements Rule {
    @Override
    public String id() {
        return "ESP-NAME-DOUBLED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            Name zone = domain.transition().view().zone();
            domain.transition()
                    .view()
                    .sites()
                    .forEach(
                            (site, records) -> {
                                var names = new TreeSet<Name>();
                                records.all().stream().map(Record::getName).forEach(names::add);
                                names.stream()
                                        .filter(name -> isDoubled(name, domain.name(), zone))
                                        .forEach(
                                                name ->
                                                        findings.add(
                                                                finding(
                                                                        situation, domain, site,
                                                                        name)));
                            });
        }
        return findings;
    }

    /// Whether what stands before the domain ends in the domain or the zone.
    private static boolean isDoubled(Name name, Name domain, Name zone) {
        if (!name.subdomain(domain) || name.equals(domain)) {
            return false;
        }
        String front = front(name, domain);
        return ends(front, domain) || (zone.labels() > 2 && ends(front, zone));
    }

    private static String front(Name name, Name domain) {
        String whole = name.toString();
        return whole.substring(0, whole.length() - domain.toString().length());
    }

    private static boolean ends(String front, Name suffix) {
        String tail = suffix.toString();
        return front.equalsIgnoreCase(tail)
                || front.toLowerCase(java.util.Locale.ROOT)
                        .endsWith("." + tail.toLowerCase(java.util.Locale.ROOT));
    }

    private Finding finding(Situation situation, DomainCase domain, String site, Name name) {
        String meant = front(name, domain.name());
        return Say.domainAt(
                        this,
                        situation,
                        domain.name(),
                        site,
                        name.toString(),
                        "docs/rules/ESP-NAME-DOUBLED.md")
                .warn(
                        name
                                + " ends in the domain twice: names in a profile are relative to"
                                + " the domain",
                        "write the name with its final dot, `"
                                + meant
                                + "`, or without the domain");
    }
}

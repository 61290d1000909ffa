package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The name of a site's envelope sender has an MX besides the one of a service that wants to be
/// alone there: it counts as not set up, and mail is sent with another envelope sender or not at
/// all.
final class EspBounceMx implements Rule {
    @Override
    public String id() {
        return "ESP-BOUNCE-MX";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (String site : situation.candidates()) {
                sets(domain, site)
                        .forEach((name, set) -> check(situation, domain, site, set, findings));
            }
        }
        return findings;
    }

    private static Map<Name, List<Record>> sets(DomainCase domain, String site) {
        var sets = new TreeMap<Name, List<Record>>();
        Optional.ofNullable(domain.transition().view().sites().get(site)).stream()
                .flatMap(
                        records -> Stream.concat(records.mx().stream(), records.records().stream()))
                .filter(MXRecord.class::isInstance)
                .forEach(mx -> sets.computeIfAbsent(mx.getName(), _ -> new ArrayList<>()).add(mx));
        return sets;
    }

    private void check(
            Situation situation,
            DomainCase domain,
            String site,
            List<Record> set,
            List<Finding> findings) {
        Optional<EspRecords.Known> alone =
                set.stream()
                        .flatMap(record -> EspRecords.of(situation, record).stream())
                        .filter(known -> known.wanted().care().alone())
                        .findFirst();
        if (alone.isEmpty() || set.size() < 2) {
            return;
        }
        EspRecords.Known known = alone.get();
        findings.add(
                Say.domainAt(
                                this,
                                situation,
                                domain.name(),
                                site,
                                known.name() + " MX",
                                "docs/rules/ESP-BOUNCE-MX.md")
                        .crit(
                                known.name()
                                        + " has "
                                        + set.size()
                                        + " MX at "
                                        + site
                                        + ", and "
                                        + known.service()
                                        + " wants to be the only one: "
                                        + known.wanted().fact().says(),
                                "keep only `"
                                        + known.name()
                                        + ". MX "
                                        + known.record().rdataToString()
                                        + "` there; give every service a name of its own"));
    }
}

package io.mxfail.adapter.yaml;

import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.profile.Policies;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What gives mxfail the id of the MTA-STS record leaves no room for sites that want one of their
/// own.
final class PolicyIdRules {
    private PolicyIdRules() {}

    static void check(Policies policies, List<Draft.DomainDraft> domains, Problems problems) {
        if (policies.mtaSts() != Policies.MtaSts.BUMP) {
            return;
        }
        Set<Place> said = new HashSet<>();
        for (Draft.DomainDraft domain : domains) {
            Name owner = MailDns.policyRecord(domain.domain().domain().name());
            domain.sites().stream()
                    .flatMap(site -> site.records().stream())
                    .filter(entry -> isPolicyRecord(entry.value(), owner))
                    .filter(entry -> said.add(entry.place()))
                    .forEach(
                            entry ->
                                    problems.error(
                                            entry.place(),
                                            "a record of MTA-STS, whose id `mta-sts: {policy:"
                                                    + " bump}` gives to mxfail",
                                            "take it out, or leave the policy at `check`"));
        }
    }

    private static boolean isPolicyRecord(Record record, Name owner) {
        return record.getName().equals(owner)
                && record instanceof TXTRecord txt
                && TxtTag.of(txt).equals(TxtTag.MTA_STS);
    }
}

package io.mxfail.app;

import io.mxfail.core.dns.TxtText;
import io.mxfail.core.guard.BreachTerms;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes the SPF terms out, in a breach, that still authorise the site that is left although they
/// are not its own: those that the operator accepted as BREACH-OPEN, and no others.
///
/// @param seen what was seen of DNS and mail hosts
record OpenTerms(Planning planning, Assessment assessment, Assessment.Seen seen) {
    /// The plan of a switch, with what was accepted taken out.
    Plan plan(
            LiveZones live,
            Drafting.Wish wish,
            Map<Name, ActiveSite> active,
            Mode mode,
            CacheMemory caches) {
        var revoked = new TreeMap<Name, Set<String>>();
        while (true) {
            var decided = new Planning.Decided(Optional.of(mode), seen.policyIds(), revoked);
            Map<Name, List<Change>> changes = planning.changes(live, wish, active, decided);
            Plan plan = planning.plan(live, wish, active, mode, changes);
            if (mode != Mode.BREACH || !BreachTerms.anyAccepted(wish.accepted())) {
                return plan;
            }
            var question =
                    new Assessment.Question(
                            plan,
                            live,
                            active,
                            Optional.of(wish.to()),
                            Optional.empty(),
                            false,
                            Optional.of(caches));
            // once the first is out, a term behind it may be the one that lets an address pass
            if (!add(revoked, assessment.open(seen, question, wish.accepted()))) {
                return plan;
            }
        }
    }

    private static boolean add(Map<Name, Set<String>> revoked, Map<Name, Set<String>> more) {
        boolean grown = false;
        for (Map.Entry<Name, Set<String>> domain : more.entrySet()) {
            grown |=
                    revoked.computeIfAbsent(domain.getKey(), _ -> new TreeSet<>())
                            .addAll(domain.getValue());
        }
        return grown;
    }

    /// The terms that a plan takes out of a domain's record for it was accepted; what of them is a
    /// site's own makes no difference.
    static Set<String> takenBy(Plan plan, DomainPlan domain) {
        var taken = new HashSet<String>();
        if (plan.mode() != Mode.BREACH
                || !BreachTerms.isAccepted(domain.domain(), plan.accepted())) {
            return taken;
        }
        for (Change change : domain.changes()) {
            if (change.tag().filter(TxtTag.SPF::equals).isPresent()) {
                taken.addAll(terms(change.recordsBefore()));
                taken.removeAll(terms(change.recordsAfter()));
            }
        }
        return taken;
    }

    private static Set<String> terms(List<Record> records) {
        var terms = new HashSet<String>();
        records.forEach(
                record ->
                        SpfText.parse(TxtText.of((TXTRecord) record))
                                .ifPresent(
                                        text ->
                                                text.terms().stream()
                                                        .map(SpfTerm::normalised)
                                                        .forEach(terms::add)));
        return terms;
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.plan.Claim;

import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the records of a domain that lead to known email services.
final class EspRecords {
    private EspRecords() {}

    /// A record that a service wants.
    record Known(String service, EspKnowledge.Wanted wanted, Record record) {
        /// The record's name for people.
        String name() {
            return record.getName().toString(true);
        }
    }

    /// What a record is to a service; empty: nothing that is known.
    static Optional<Known> of(Situation situation, Record record) {
        return situation.services().esps().stream()
                .flatMap(
                        esp ->
                                esp.wanted(record).stream()
                                        .map(wanted -> new Known(esp.service(), wanted, record)))
                .findFirst();
    }

    /// The records of a domain that a switch takes away from a service: those that the plan
    /// replaces or, where nothing is planned, those whose name several sites give other content.
    static List<Known> leaving(
            Situation situation, DomainCase domain, Predicate<EspKnowledge.Wanted> which) {
        if (situation.task().to().isPresent()) {
            return domain.transition().changes().stream()
                    .filter(change -> !change.ttlOnly())
                    .flatMap(change -> change.recordsBefore().stream())
                    .flatMap(record -> of(situation, record).stream())
                    .filter(known -> which.test(known.wanted()))
                    .toList();
        }
        return switched(situation, domain, which);
    }

    /// The records of a domain that a switch gives to a service: those that the plan writes or,
    /// where nothing is planned, those whose name several sites give other content.
    static List<Known> arriving(
            Situation situation, DomainCase domain, Predicate<EspKnowledge.Wanted> which) {
        if (situation.task().to().isPresent()) {
            return domain.transition().changes().stream()
                    .filter(change -> !change.ttlOnly())
                    .flatMap(change -> change.recordsAfter().stream())
                    .flatMap(record -> of(situation, record).stream())
                    .filter(known -> which.test(known.wanted()))
                    .toList();
        }
        return switched(situation, domain, which);
    }

    private static List<Known> switched(
            Situation situation, DomainCase domain, Predicate<EspKnowledge.Wanted> which) {
        var found = new ArrayList<Known>();
        for (Claim claim : domain.transition().view().claims()) {
            boolean differs = claim.wishes().values().stream().distinct().count() > 1;
            if (claim.switched() && differs) {
                claim.wishes().values().stream()
                        .flatMap(wish -> wish.values().stream().flatMap(List::stream))
                        .flatMap(record -> of(situation, record).stream())
                        .filter(known -> which.test(known.wanted()))
                        .forEach(found::add);
            }
        }
        return List.copyOf(found);
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Mode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A switch takes the name of tracked links away from the service that wrote them: links and
/// unsubscribes in all mail that was sent before die.
final class EspTrackingMoves implements Rule {
    @Override
    public String id() {
        return "ESP-TRACKING-MOVES";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            Map<String, EspRecords.Known> moved = new LinkedHashMap<>();
            EspRecords.leaving(situation, domain, wanted -> !wanted.care().moves())
                    .forEach(known -> moved.putIfAbsent(known.name(), known));
            moved.values().forEach(known -> findings.add(finding(situation, domain, known)));
        }
        return findings;
    }

    private Finding finding(Situation situation, DomainCase domain, EspRecords.Known known) {
        Say say =
                Say.domain(
                        this,
                        situation,
                        domain.name(),
                        known.name(),
                        "docs/rules/ESP-TRACKING-MOVES.md");
        String message =
                known.name()
                        + " serves the links of mail sent through "
                        + known.service()
                        + " ("
                        + known.wanted().value().text()
                        + "), and a switch makes it lead elsewhere: links and unsubscribes in mail"
                        + " that was sent already die";
        String fix =
                "give every service a tracking name of its own and let it stand: name "
                        + known.name()
                        + " at one site only";
        boolean planned =
                situation.task().to().isPresent() && situation.task().mode() == Mode.PLANNED;
        return planned ? say.crit(message, fix) : say.warn(message, fix);
    }
}

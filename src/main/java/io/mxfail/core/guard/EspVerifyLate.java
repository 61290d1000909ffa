package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.ToPublish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A switch writes a record that its service may need hours to find: until then it does not send
/// as the domain, so that the change comes too late for the hour it is made in.
final class EspVerifyLate implements Rule {
    private static final Duration LATE = Duration.ofHours(1);

    @Override
    public String id() {
        return "ESP-VERIFY-LATE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            Map<String, EspRecords.Known> late = new LinkedHashMap<>();
            EspRecords.arriving(
                            situation,
                            domain,
                            wanted ->
                                    wanted.care()
                                            .takes()
                                            .filter(takes -> takes.compareTo(LATE) >= 0)
                                            .isPresent())
                    .forEach(known -> late.putIfAbsent(known.name(), known));
            late.values().forEach(known -> findings.add(finding(situation, domain, known)));
        }
        return findings;
    }

    private Finding finding(Situation situation, DomainCase domain, EspRecords.Known known) {
        long hours = known.wanted().care().takes().orElse(LATE).toHours();
        return Say.domain(
                        this,
                        situation,
                        domain.name(),
                        known.name(),
                        "docs/rules/ESP-VERIFY-LATE.md")
                .warn(
                        known.service()
                                + " may need up to "
                                + hours
                                + " h to find "
                                + known.name()
                                + ", which a switch changes: until then its mail is not sent as"
                                + " the domain's or loses its alignment",
                        "publish "
                                + ToPublish.record(known.record())
                                + " ahead, under a name that only this service uses, and see it"
                                + " verified there before it is needed");
    }
}

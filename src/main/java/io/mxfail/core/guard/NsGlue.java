package io.mxfail.core.guard;

import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;

/// The parent gives addresses of a zone's name servers (glue) that their own records do not have,
/// or not all of them: who comes from above asks elsewhere than who has asked before (RFC 1034,
/// section 4.2.2).
final class NsGlue implements Rule {
    @Override
    public String id() {
        return "NS-GLUE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .services()
                .outside()
                .glue()
                .forEach(
                        (zone, all) -> {
                            List<String> facts =
                                    all.stream()
                                            .filter(glue -> !glue.parent().equals(glue.own()))
                                            .map(NsGlue::fact)
                                            .toList();
                            if (!facts.isEmpty()) {
                                findings.add(finding(situation, zone, facts, fix(all)));
                            }
                        });
        return findings;
    }

    private static String fact(Outside.Glue glue) {
        String own =
                glue.own().isEmpty()
                        ? "and it has no address record"
                        : "its own records say " + Say.some(glue.own());
        return "the parent says that %s is at %s, %s"
                .formatted(glue.server().toString(true), Say.some(glue.parent()), own);
    }

    /// The addresses that the servers' own records have; where those have none, the parent's.
    private static String fix(List<Outside.Glue> all) {
        List<String> atParent = records(all, false);
        List<String> inZone = records(all, true);
        return (atParent.isEmpty()
                        ? ""
                        : "have the registrar publish " + ToPublish.all(atParent) + " (glue)")
                + (atParent.isEmpty() || inZone.isEmpty() ? "" : "; ")
                + (inZone.isEmpty() ? "" : "publish " + ToPublish.all(inZone))
                + ", or correct the zone where the parent is right";
    }

    private static List<String> records(List<Outside.Glue> all, boolean lacking) {
        return all.stream()
                .filter(glue -> !glue.parent().equals(glue.own()))
                .filter(glue -> glue.own().isEmpty() == lacking)
                .flatMap(
                        glue ->
                                (lacking ? glue.parent() : glue.own())
                                        .stream().map(a -> ToPublish.address(glue.server(), a)))
                .sorted()
                .toList();
    }

    private Finding finding(Situation situation, Name zone, List<String> facts, String fix) {
        return Say.profile(this, situation, zone + " NS", "RFC 1034, section 4.2.2")
                .warn(
                        "addresses of name servers of "
                                + zone
                                + " differ: "
                                + String.join("; ", facts),
                        fix);
    }
}

package io.mxfail.app;

import io.mxfail.core.plan.DomainView;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.SiteJudgement;
import io.mxfail.core.probe.SiteProbe;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.VerifyReport;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Talks to the new mail hosts as a stranger would, up to `RCPT`.
final class MailLook {
    private final World world;
    private final Profile profile;
    private final String anchors;

    /// @param anchors extra trust anchors (PEM)
    MailLook(World world, Profile profile, String anchors) {
        this.world = world;
        this.profile = profile;
        this.anchors = anchors;
    }

    /// What becomes of the mail of domains at the hosts that they are led to, by domain.
    Map<Name, VerifyReport.Mail> at(
            Map<DomainView, Collection<MXRecord>> exchangers, LiveAnswers answers)
            throws CommandFailure, InterruptedException {
        var probing =
                new SiteProbing(
                        profile,
                        world.network().mail().get(),
                        answers,
                        anchors,
                        Nobody.localPart(),
                        false);
        List<SiteProbe> probed = probing.probe(List.of(new SiteProbing.Group("new", exchangers)));
        Optional<HostProbe> control = probing.control();
        Set<Integer> blocked =
                control.map(c -> SiteJudgement.blockedPorts(c, SiteProbe.hostsOf(probed)))
                        .orElse(Set.of());
        SiteReport report =
                SiteJudgement.judge(
                        probed.getFirst(),
                        profile.probing().checks().limits(),
                        profile.probing().checks().startTls(),
                        blocked);
        var mail = new TreeMap<Name, VerifyReport.Mail>();
        report.domains().forEach(domain -> mail.put(domain.domain(), mail(domain)));
        return mail;
    }

    private static VerifyReport.Mail mail(DomainReport report) {
        VerifyReport.Smtp smtp =
                switch (report.state()) {
                    case READY, DEGRADED -> VerifyReport.Smtp.ACCEPTED;
                    case REJECTING -> VerifyReport.Smtp.REJECTED;
                    case TEMPFAIL, UNREACHABLE -> VerifyReport.Smtp.DEFERRED;
                    case UNKNOWN -> VerifyReport.Smtp.UNKNOWN;
                };
        String detail =
                report.recipients().stream()
                        .max(Comparator.comparing(r -> r.verdict()))
                        .map(
                                r ->
                                        r.recipient().address()
                                                + ": "
                                                + (r.reply().code() == 0
                                                        ? ""
                                                        : r.reply().code() + " ")
                                                + r.reply().text())
                        .orElse("");
        return new VerifyReport.Mail(smtp, VerifyReport.Delivery.OFF, detail.strip());
    }
}

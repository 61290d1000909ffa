package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.profile.Probing;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A host that takes the mail, late. Greeting delays of many seconds are in use, and senders grant
/// minutes (RFC 5321, section 4.5.3.2): a plan only warns. Where nothing is planned, `latency.crit`
/// makes it critical, so that monitoring sees it.
final class SmtpSlow implements Rule {
    @Override
    public String id() {
        return "SMTP-SLOW";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Probing.Limits limits = situation.task().profile().probing().checks().limits();
        return HostFacts.of(situation, address -> fact(address, limits)).stream()
                .map(host -> finding(situation, host, limits))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address, Probing.Limits limits) {
        Duration latency = address.latency();
        return address.contact() == Contact.CONNECTED && latency.compareTo(limits.warn()) >= 0
                ? Optional.of("took " + seconds(latency))
                : Optional.empty();
    }

    private Finding finding(Situation situation, HostFacts host, Probing.Limits limits) {
        boolean critical =
                situation.task().to().isEmpty()
                        && situation.probes().site(host.site()).stream()
                                .flatMap(site -> site.hosts().stream())
                                .filter(h -> h.host().equals(host.host()))
                                .flatMap(h -> h.addresses().stream())
                                .anyMatch(a -> a.probe().latency().compareTo(limits.crit()) >= 0);
        Say say = host.say(this, situation, "RFC 5321, section 4.5.3.2");
        String message =
                "slow: "
                        + host.text()
                        + "; worth a warning from "
                        + seconds(limits.warn())
                        + " (`checks.latency`)";
        String fix = "look at the host's load, its DNS resolver and its greeting delay";
        return critical ? say.crit(message, fix) : say.warn(message, fix);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}

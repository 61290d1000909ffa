package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.Verdict;

import java.util.List;
import java.util.stream.Stream;

/// A host refused this machine: for a blocklist, a missing PTR record or the name in `EHLO`. That
/// is told apart from a refusal of the domain, and says nothing about other senders.
///
/// The control host tells whose fault it is: where it refuses this machine as well, the machine has
/// a bad name; where it does not, the site is alone in that, and may refuse others like it.
final class ProbeRefused implements Rule {
    @Override
    public String id() {
        return "PROBE-REFUSED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return HostFacts.of(situation, address -> Greylisted.fact(address, Verdict.REFUSED_PROBE))
                .stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 7372, section 3")
                                        .unknown(
                                                "refuses this machine, not the mail: "
                                                        + host.text()
                                                        + compared(situation, host),
                                                "probe from a machine that strangers' hosts talk"
                                                        + " to: with a PTR record, a true"
                                                        + " `checks.helo` and off blocklists"))
                .toList();
    }

    /// What the control host makes of this machine; empty text where nobody knows.
    private static String compared(Situation situation, HostFacts host) {
        List<AddressProbe> others =
                situation.probes().control().stream()
                        .filter(control -> !control.host().equals(host.host()))
                        .map(HostProbe::addresses)
                        .flatMap(List::stream)
                        .filter(address -> !address.steps().isEmpty())
                        .toList();
        String name =
                situation.probes().control().map(c -> c.host().toString(true)).orElse("nobody");
        if (others.stream().anyMatch(ProbeRefused::refused)) {
            return "; the control host "
                    + name
                    + " refuses it, too: this machine has a bad name, the site need not be at"
                    + " fault";
        }
        boolean served =
                others.stream()
                        .flatMap(address -> address.steps().stream())
                        .anyMatch(step -> step.ok() && greets(step));
        return served
                ? "; the control host " + name + " greets it: this site alone refuses it"
                : "";
    }

    private static boolean greets(StepResult step) {
        return step.stage() == Stage.EHLO || step.stage() == Stage.HELO;
    }

    private static boolean refused(AddressProbe address) {
        return Stream.concat(
                        address.steps().stream()
                                .filter(step -> !step.ok() && step.reply().isPresent())
                                .map(step -> Verdict.of(step.stage(), step.reply(), "")),
                        address.recipients().stream().map(RecipientResult::verdict))
                .anyMatch(Verdict.REFUSED_PROBE::equals);
    }
}

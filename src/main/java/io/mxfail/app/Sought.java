package io.mxfail.app;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.core.propagation.VerifyReport.ServerState;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The site that `verify` looks for at a domain, or why it cannot look.
sealed interface Sought {
    /// @param last the run that brought the site, where it is known
    record At(ServedDomain served, String site, Optional<RunState> last) implements Sought {}

    /// Nobody said which site it should be, and what is served is none of them.
    record Elsewhere(VerifyReport.Domain domain) implements Sought {}

    /// The zone is not found, or its servers are silent.
    record Unknown(VerifyReport.Unread unread) implements Sought {}

    /// @param expect the site that the operator named; else it is the one that the domain's last
    ///   change led to, else the one that is served
    static Sought of(
            Lookup lookup,
            Profile profile,
            MailDomain domain,
            Optional<String> expect,
            List<RunState> runs)
            throws CommandFailure, InterruptedException {
        Optional<RunState> move = lastMove(runs, domain.name());
        Optional<String> wanted =
                expect.or(() -> move.map(run -> run.plan().to()))
                        .filter(site -> profile.site(site).isPresent());
        var subject = new VerifyReport.Subject(profile.name(), domain.name(), wanted.orElse(""));
        ServedDomain served;
        try {
            served = ServedDomain.find(lookup, profile, domain);
        } catch (CommandFailure e) {
            // one domain that nobody finds must not keep the others from being verified
            return new Unknown(new VerifyReport.Unread(subject, e.message()));
        }
        return wanted.isPresent()
                ? at(served, wanted.get(), move)
                : asServed(subject, served, LiveReads.of(lookup, served.view(), served.servers()));
    }

    private static At at(ServedDomain served, String site, Optional<RunState> move) {
        return new At(served, site, move.filter(run -> run.plan().to().equals(site)));
    }

    /// The newest run that moved the domain's mail, or took a run back, and was not closed by
    /// taking its own additions back.
    private static Optional<RunState> lastMove(List<RunState> runs, Name domain) {
        return runs.stream()
                .filter(RunState::mayHaveWritten)
                .filter(run -> Runs.concerns(run, Set.of(domain)))
                .filter(run -> Aim.of(run) == Aim.SWITCH)
                .filter(
                        run ->
                                run.ended()
                                        .filter(end -> end.outcome() == RunOutcome.UNDONE)
                                        .isEmpty())
                .findFirst();
    }

    private static Sought asServed(
            VerifyReport.Subject subject, ServedDomain served, List<LiveReads.Read> reads) {
        if (reads.stream().allMatch(read -> read.observed().isEmpty())) {
            return new Unknown(new VerifyReport.Unread(subject, silence(served, reads)));
        }
        return reads.stream()
                .flatMap(read -> read.observed().stream())
                .map(observed -> ActiveSite.of(served.view(), observed).site())
                .filter(served.view().sites()::containsKey)
                .findFirst()
                .<Sought>map(site -> at(served, site, Optional.empty()))
                .orElseGet(() -> new Elsewhere(elsewhere(subject, served, reads)));
    }

    /// Why nothing can be read, with each address that is silent.
    static String silence(ServedDomain served, List<LiveReads.Read> reads) {
        return reads.isEmpty()
                ? "no authoritative server of " + served.view().zone() + " is known"
                : "no authoritative server of "
                        + served.view().zone()
                        + " answers: "
                        + reads.stream()
                                .map(
                                        read ->
                                                StatusReport.Silent.line(
                                                        read.server().toString(), read.detail()))
                                .collect(Collectors.joining(", "));
    }

    private static VerifyReport.Domain elsewhere(
            VerifyReport.Subject subject, ServedDomain served, List<LiveReads.Read> reads) {
        return new VerifyReport.Domain(
                subject,
                reads.stream()
                        .map(
                                read ->
                                        new VerifyReport.Authoritative(
                                                read.server(),
                                                Optional.empty(),
                                                read.observed().isPresent()
                                                        ? ServerState.OTHER
                                                        : ServerState.FAILED,
                                                read.observed()
                                                        .map(o -> o.set(served.view().mx()))
                                                        .map(Sought::mx)
                                                        .orElse(read.detail())))
                        .toList(),
                List.of(),
                VerifyReport.Mail.NOT_TRIED,
                VerifyReport.Verdict.FAILED,
                Optional.empty());
    }

    private static String mx(Optional<RecordSet> set) {
        return set.map(mx -> String.join(", ", mx.data())).orElse("no MX");
    }
}

package io.mxfail.core.guard;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All rules. A rule that is not named here does not exist.
public final class Rules {
    /// Every rule, in the order of their ids.
    public static final List<Rule> ALL =
            List.of(
                    new BatchLimit(),
                    new BreachDmarc(),
                    new BreachOpen(),
                    new CanaryAstray(),
                    new CanaryDmarc(),
                    new CanaryJunk(),
                    new ChecklistOverdue(),
                    new CnameOccupied(),
                    new DaneMismatch(),
                    new DaneMissing(),
                    new DaneRollover(),
                    new DaneUnsigned(),
                    new DkimKeyUnusable(),
                    new DkimWeak(),
                    new DmarcFail(),
                    new DmarcInvalid(),
                    new DmarcUnproven(),
                    new DnssecBogus(),
                    new DnssecDenial(),
                    new DnssecExpiring(),
                    new DnssecUnsupported(),
                    new DomainArpa(),
                    new DomainCname(),
                    new EspBounceMx(),
                    new EspNameDoubled(),
                    new EspTrackingMoves(),
                    new EspVerifyLate(),
                    new Freeze(),
                    new Greylisted(),
                    new MtaStsBroken(),
                    new MtaStsFate(),
                    new MtaStsIdSeen(),
                    new MtaStsInvalid(),
                    new MtaStsMx(),
                    new MtaStsTls(),
                    new MxAddr(),
                    new MxCname(),
                    new MxEmpty(),
                    new MxEqual(),
                    new MxMany(),
                    new MxNoIpv4(),
                    new NameOutside(),
                    new NegativeTtl(),
                    new NsDelegation(),
                    new NsDisagree(),
                    new NsGlue(),
                    new NsLame(),
                    new NsRecursive(),
                    new NsUnreachable(),
                    new NullMx(),
                    new NullMxMixed(),
                    new OpenRelay(),
                    new Port25Blocked(),
                    new ProbeRefused(),
                    new ProfileChanged(),
                    new ProviderAuth(),
                    new ProviderNotDelegated(),
                    new ProviderUnreachable(),
                    new ProviderZone(),
                    new ProvidersDisagree(),
                    new QueueLoop(),
                    new RcptCatchall(),
                    new RcptSample(),
                    new ReportsInside(),
                    new ResolversSilent(),
                    new ProxiedMx(),
                    new ContentRefused(),
                    new RoutingPolicy(),
                    new SenderCold(),
                    new SenderHelo(),
                    new SenderListed(),
                    new SenderPtr(),
                    new SmtpExtensions(),
                    new SmtpNullSender(),
                    new SmtpSize(),
                    new SmtpSlow(),
                    new SpfInclude(),
                    new SpfInvalid(),
                    new SpfLookups(),
                    new SpfMissing(),
                    new SpfMultiple(),
                    new SpfMxMoves(),
                    new SpfSender(),
                    new SpfSize(),
                    new SpfVoid(),
                    new SplitHorizon(),
                    new SubmissionAuth(),
                    new SubmissionTlsName(),
                    new SubmissionUnreachable(),
                    new TargetRcpt(),
                    new TargetUnknown(),
                    new TargetUnreachable(),
                    new TlsExpired(),
                    new TlsExpiring(),
                    new TlsMissing(),
                    new TlsName(),
                    new TlsOld(),
                    new TlsRptInvalid(),
                    new TtlMinimum(),
                    new TypeMissing(),
                    new Wildcard());

    private Rules() {}

    /// The ids of all rules.
    public static Set<String> ids() {
        return ALL.stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /// What is to be said of reads that failed, worst first.
    public static List<Finding> unread(Situation situation) {
        return Stream.of(new ProviderAuth(), new ProviderUnreachable(), new ProviderZone())
                .flatMap(rule -> rule.judge(situation).stream())
                .sorted()
                .toList();
    }

    /// What is to be said of test messages, worst first.
    public static List<Finding> flown(Situation.Task task, List<CheckReport.Flown> canaries) {
        var situation =
                new Situation(
                        task,
                        List.of(),
                        Situation.Probes.NONE.flown(canaries),
                        Situation.Names.NONE,
                        Map.of(),
                        Services.NONE);
        return Stream.of(new CanaryAstray(), new CanaryDmarc(), new CanaryJunk())
                .flatMap(rule -> rule.judge(situation).stream())
                .sorted()
                .toList();
    }

    /// What all rules say, worst first.
    public static List<Finding> judge(Situation situation) {
        return ALL.stream().flatMap(rule -> rule.judge(situation).stream()).sorted().toList();
    }
}

package io.mxfail.core.guard;

import java.util.List;

/// All rules. A rule that is not named here does not exist.
public final class Rules {
    /// Every rule, in the order of their ids.
    public static final List<Rule> ALL =
            List.of(
                    new BatchLimit(),
                    new CnameOccupied(),
                    new Freeze(),
                    new MxAddr(),
                    new MxCname(),
                    new MxEmpty(),
                    new MxEqual(),
                    new NameOutside(),
                    new NsDisagree(),
                    new NsUnreachable(),
                    new NullMx(),
                    new NullMxMixed(),
                    new Port25Blocked(),
                    new ProfileChanged(),
                    new ProviderAuth(),
                    new ProvidersDisagree(),
                    new QueueLoop(),
                    new RcptCatchall(),
                    new RcptSample(),
                    new ResolversSilent(),
                    new RoutingPolicy(),
                    new SmtpNullSender(),
                    new SmtpSlow(),
                    new SpfInclude(),
                    new SpfInvalid(),
                    new SpfLookups(),
                    new SpfMultiple(),
                    new SpfMxMoves(),
                    new SpfSender(),
                    new TargetRcpt(),
                    new TargetUnknown(),
                    new TargetUnreachable(),
                    new TlsExpired(),
                    new TlsMissing(),
                    new TlsName(),
                    new TtlMinimum());

    private Rules() {}

    /// What all rules say, worst first.
    public static List<Finding> judge(Situation situation) {
        return ALL.stream().flatMap(rule -> rule.judge(situation).stream()).sorted().toList();
    }
}

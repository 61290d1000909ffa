package io.mxfail.app;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The hooks that a run passes before its first write. Each may take minutes: what was read before
/// it is no ground to write on, so that the zones are read again.
final class Gate {
    private final Accounts accounts;
    private final Profile profile;
    private final Hooks hooks;

    Gate(Accounts accounts, Profile profile, Hooks hooks) {
        this.accounts = accounts;
        this.profile = profile;
        this.hooks = hooks;
    }

    /// Whether the run may write.
    sealed interface Way {}

    /// It may, on a fresh read.
    record Open(Carrying.Order order) implements Way {}

    /// It may not, and nothing was written.
    ///
    /// @param domains how each ends
    /// @param note what to say at the end in place of the usual; empty: the usual
    record Shut(List<DomainResult> domains, Optional<String> note) implements Way {}

    /// The way past the fence.
    ///
    /// @param fence empty: it did not run
    record Fenced(Optional<Fence> fence, Way way) {}

    /// Asks the hook that may stop the run.
    Way asked(Carrying.Order order, RunLog log) throws InterruptedException {
        Optional<String> refusal;
        try {
            refusal = hooks.before(log);
        } catch (JournalException e) {
            return unnoted(order, Hooks.PRE_SWITCH, e);
        }
        if (refusal.isPresent()) {
            String why =
                    "the hook pre-switch stopped it: "
                            + refusal.get()
                            + "; nothing changed; mend that and "
                            + (order.before().isPresent()
                                    ? "begin anew: " + anew(order)
                                    : "type the command again");
            return shut(order, why, Optional.of(why));
        }
        return reread(
                order,
                Optional.of(
                        "the zone is not what the plan saw; nothing changed; run `"
                                + again(order)
                                + "` again and confirm the new plan"));
    }

    /// Cuts the site being left off. Whatever is found afterwards is the end of a run that did
    /// something, and not a command that never began.
    Fenced fenced(Carrying.Order order, RunLog log) throws InterruptedException {
        Fence.State state;
        try {
            state = hooks.fence(log);
        } catch (JournalException e) {
            return new Fenced(Optional.empty(), unnoted(order, Hooks.FENCE, e));
        }
        var fence = new Fence(order.header().run(), Fence.left(order.plan()), state);
        return new Fenced(Optional.of(fence), reread(order, Optional.empty()));
    }

    private Way reread(Carrying.Order order, Optional<String> note) throws InterruptedException {
        try {
            Carrying.Order fresh = order.on(order.live().again(accounts, profile));
            Map<Name, Map<Change, ChangeState.Stale>> stale =
                    Execution.stale(fresh.plan(), fresh.live());
            if (stale.isEmpty()) {
                return new Open(fresh);
            }
            return new Shut(
                    order.plan().domains().stream()
                            .map(domain -> held(domain.domain(), stale))
                            .toList(),
                    note);
        } catch (CommandFailure e) {
            return shut(order, e.message(), Optional.empty());
        }
    }

    private static DomainResult held(Name domain, Map<Name, Map<Change, ChangeState.Stale>> stale) {
        return stale.containsKey(domain)
                ? DomainResult.overtaken(domain, stale.getOrDefault(domain, Map.of()))
                : DomainResult.refused(
                        domain, "not written, since another domain of the plan has changed");
    }

    private static Shut unnoted(Carrying.Order order, String hook, JournalException e) {
        return shut(
                order,
                "cannot note the hook "
                        + hook
                        + ", so neither it ran nor was anything written: "
                        + e.getMessage(),
                Optional.empty());
    }

    private static Shut shut(Carrying.Order order, String why, Optional<String> note) {
        return new Shut(
                order.plan().domains().stream()
                        .map(domain -> DomainResult.refused(domain.domain(), why))
                        .toList(),
                note);
    }

    private static String again(Carrying.Order order) {
        return order.header().reverts().isPresent()
                ? "mxfail status"
                : "mxfail plan --to " + order.plan().to();
    }

    private static String anew(Carrying.Order order) {
        return order.header()
                .reverts()
                .map(run -> "mxfail undo " + run)
                .orElse(
                        "mxfail switch --to "
                                + order.plan().to()
                                + " -p "
                                + order.plan().profile());
    }
}

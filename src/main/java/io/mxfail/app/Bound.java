package io.mxfail.app;

import io.mxfail.core.guard.Blocking;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Options of commands that are bound to a plan file or a former run. What contradicts the plan
/// is refused, never passed over: somebody who names one domain must not change two.
final class Bound {
    private Bound() {}

    /// Refuses a mode, domains or a site that are not the plan's.
    ///
    /// @param what the plan or run, as the message names it
    static void check(ChangeRequest request, Plan plan, String what) throws CommandFailure {
        Optional<Mode> mode = request.terms().mode().filter(m -> m != plan.mode());
        if (mode.isPresent()) {
            throw CommandFailure.usage(
                    what
                            + " is of mode "
                            + word(plan.mode())
                            + ", not "
                            + word(mode.get())
                            + "; nothing changed; leave --mode out, or plan again with it");
        }
        checkDomains(request, plan, what);
    }

    /// Refuses `--domain` where it does not name all that the plan changes, and `--accept` of a
    /// domain that is none of the plan's.
    static void checkDomains(ChangeRequest request, Plan plan, String what) throws CommandFailure {
        request.terms().check(plan);
        if (request.selection().domains().isEmpty()) {
            return;
        }
        Set<Name> named = new TreeSet<>();
        for (String domain : request.selection().domains()) {
            named.add(Selection.name(domain));
        }
        Set<Name> all = new TreeSet<>();
        plan.domains().stream()
                .filter(d -> !d.changes().isEmpty())
                .forEach(d -> all.add(d.domain()));
        if (!named.containsAll(all)) {
            throw CommandFailure.usage(
                    what
                            + " is about "
                            + all.stream().map(Name::toString).collect(Collectors.joining(", "))
                            + " as a whole; nothing changed; leave --domain out, or name all of"
                            + " them");
        }
    }

    /// The ids that were accepted when the plan was made, and those that are accepted now.
    static List<String> accepted(ChangeRequest request, Plan plan) {
        var all = new TreeSet<>(plan.accepted());
        all.addAll(request.terms().accepted());
        return List.copyOf(all);
    }

    /// The plan as it is judged with what is accepted now; its id stays what was reviewed.
    static JudgedPlan judged(ChangeRequest request, JudgedPlan judged) {
        Plan plan = judged.plan();
        return new JudgedPlan(
                plan,
                judged.findings(),
                Blocking.of(judged.findings(), plan.to(), accepted(request, plan)),
                judged.hazards(),
                judged.background(),
                judged.passage());
    }

    /// What the operator types to confirm: the domain, or where there are several, the profile's
    /// name.
    static String confirmedBy(Profile profile, List<MailDomain> domains) {
        return domains.size() == 1 ? domains.getFirst().name().toString(true) : profile.name();
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(java.util.Locale.ROOT);
    }
}

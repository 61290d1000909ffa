package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.guard.Rules;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.NameList;
import io.mxfail.core.profile.Nearest;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How an operator asked for a change.
///
/// @param selection which profile and domains
/// @param command the command's name, for the journal
/// @param consent how the operator agrees
/// @param terms what is accepted, and why
/// @param pace what happens after the write
public record ChangeRequest(
        Selection selection, String command, Consent consent, Terms terms, Pace pace) {

    /// How the operator agrees.
    ///
    /// @param yes `--yes` in place of the typed word
    /// @param from the site that must be active now; empty: any
    public record Consent(boolean yes, Optional<String> from) {}

    /// What is accepted, and why.
    ///
    /// @param mode empty: from what the probe finds
    public record Terms(Optional<Mode> mode, List<String> accepted, Optional<String> reason) {
        public Terms {
            accepted = accepted.stream().map(Terms::plain).toList();
        }

        /// Names of domains know no case.
        private static String plain(String entry) {
            int at = entry.indexOf('@');
            return at < 0
                    ? entry
                    : entry.substring(0, at) + entry.substring(at).toLowerCase(Locale.ROOT);
        }

        /// Refuses what nobody can mean.
        void check() throws CommandFailure {
            if (!accepted.isEmpty() && reason.filter(why -> !why.isBlank()).isEmpty()) {
                throw CommandFailure.usage(
                        "--accept needs --reason: say why the finding does not matter");
            }
            for (String entry : accepted) {
                String id = entry.replaceFirst("@.*$", "");
                if (!Rules.ids().contains(id)) {
                    throw CommandFailure.usage(
                            "no finding has the id `"
                                    + id
                                    + "`; "
                                    + Nearest.question(id, Rules.ids())
                                    + "there are "
                                    + like(id));
                }
                if (JudgedPlan.NEVER_ACCEPTABLE.contains(id)) {
                    throw CommandFailure.usage(
                            id + " cannot be accepted: mail would be lost; mend what it names");
                }
            }
        }

        /// Refuses to accept a finding of a domain that none of the profiles has: it would be
        /// accepted nowhere.
        void check(List<Selection.Chosen> chosen) throws CommandFailure {
            checkDomains(
                    chosen.stream()
                            .flatMap(one -> one.domains().stream())
                            .map(domain -> domain.name().toString(true))
                            .toList());
        }

        /// The same for a plan or a run.
        void check(Plan plan) throws CommandFailure {
            checkDomains(plan.domains().stream().map(d -> d.domain().toString(true)).toList());
        }

        private void checkDomains(List<String> known) throws CommandFailure {
            for (String entry : accepted) {
                int at = entry.indexOf('@');
                if (at < 0) {
                    continue;
                }
                String domain = Selection.name(entry.substring(at + 1)).toString(true);
                if (!known.contains(domain)) {
                    throw CommandFailure.usage(
                            "--accept "
                                    + entry
                                    + " names no domain of this command; "
                                    + Nearest.question(domain, known)
                                    + "there are "
                                    + NameList.of(known));
                }
            }
        }

        /// Those that begin alike, else the first of all.
        private static String like(String id) {
            String family = id.toUpperCase(Locale.ROOT).replaceFirst("-.*$", "-");
            List<String> alike =
                    Rules.ids().stream().filter(known -> known.startsWith(family)).toList();
            return alike.isEmpty()
                    ? NameList.of(Rules.ids()) + "; a plan names those that stand in its way"
                    : String.join(", ", alike);
        }
    }

    /// What happens after the write.
    ///
    /// @param verify look until mail is seen to have moved
    /// @param atMost how long; empty: as the profile says
    public record Pace(boolean dryRun, boolean verify, Optional<Duration> atMost) {}

    /// Refuses combinations that the contract rules out.
    void check() throws CommandFailure {
        terms.check();
    }
}

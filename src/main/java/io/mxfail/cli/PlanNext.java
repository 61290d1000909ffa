package io.mxfail.cli;

import io.mxfail.app.Exit;
import io.mxfail.app.MakePlan;
import io.mxfail.app.PlanEach;
import io.mxfail.view.Text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What to type after a plan, its last line.
///
/// @param to the site to switch to
/// @param profiles as given with `-p`
/// @param domains as given with `--domain`
/// @param out where the plan was written
record PlanNext(String to, List<String> profiles, List<String> domains, Optional<Path> out) {
    String after(List<PlanEach.End> ends) {
        if (PlanEach.exit(ends) != Exit.DONE) {
            return "Next: mend what is named, or accept what blocks by its id; then plan again";
        }
        if (ends.stream().noneMatch(PlanEach.End::changes)) {
            return "Nothing to do: the goal stands everywhere already";
        }
        if (ends.stream().flatMap(end -> end.made().stream()).anyMatch(MakePlan.Made::waits)) {
            return "Next: finish or take back what is open, then plan again";
        }
        return out.map(
                        folder ->
                                "Next: mxfail apply "
                                        + folder.resolve(first(ends) + ".json")
                                        + ", and so on for each")
                .orElse(
                        "Next: mxfail switch --to "
                                + to
                                + (profiles.isEmpty()
                                        ? " --all"
                                        : " -p " + String.join(" -p ", profiles))
                                + only());
    }

    String after(MakePlan.Made made) {
        if (made.judged().blocked()) {
            return "Next: mend what blocks, or accept it by id; then plan again";
        }
        if (made.judged().plan().isEmpty()) {
            return "Nothing to do: the goal stands already";
        }
        if (made.waits()) {
            return "Next: finish or take back what is open, then plan again";
        }
        return out.map(
                        given ->
                                "Next: mxfail apply "
                                        + new PlanOut(given).file(made.judged().plan().profile()))
                .orElse(
                        "Next: mxfail switch --to "
                                + to
                                + " -p "
                                + made.judged().plan().profile()
                                + only());
    }

    private String only() {
        return domains.stream()
                .map(domain -> " --domain " + Text.printable(domain))
                .collect(Collectors.joining());
    }

    private static String first(List<PlanEach.End> ends) {
        return ends.stream()
                .filter(PlanEach.End::changes)
                .map(PlanEach.End::profile)
                .findFirst()
                .orElseThrow();
    }
}

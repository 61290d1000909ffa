package io.mxfail.format;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.guard.SenderMoments;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Problem;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mxfail.plan/1`: a plan as a file that people review and `apply` carries out.
///
/// Beside the contract's members a finding says whether it `blocks`, and a hazard its `domain`;
/// `advice` holds what an operator should know before deciding; `spf` what the SPF records cost;
/// `senders` what SPF says of each address that sends, at each moment, where a site names any;
/// `states` what the world sees after each write, in the order of the run.
public final class PlanFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.plan/1";

    private PlanFormat() {}

    /// The plan as a tree for [Json]. Hazards begin at the stamp's time, as if it were applied at
    /// once.
    public static Map<String, Object> tree(JudgedPlan judged, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.putAll(PlanTree.of(judged.plan()));
        var findings = new LinkedHashSet<>(judged.findings());
        findings.addAll(judged.blockers());
        tree.put(
                "findings",
                findings.stream().sorted().map(f -> finding(f, judged.blockers())).toList());
        tree.put("hazards", judged.hazards().stream().map(h -> hazard(h, stamp.at())).toList());
        tree.put("advice", judged.advice());
        tree.put(
                "spf",
                judged.spf().stream()
                        .map(report -> SpfJson.tree(judged.plan().profile(), report))
                        .toList());
        List<SenderMoments.Sender> senders = judged.background().senders();
        if (!senders.isEmpty()) {
            tree.put(
                    "senders",
                    senders.stream()
                            .map(sender -> SendersJson.tree(judged.plan().profile(), sender))
                            .toList());
        }
        tree.put("states", PassageJson.tree(judged.passage()));
        tree.put("summary", summary(judged.plan(), judged.blocked()));
        return tree;
    }

    private static Map<String, Object> finding(Finding finding, List<Finding> blockers) {
        Map<String, Object> tree = FindingJson.tree(finding);
        tree.put("blocks", blockers.contains(finding));
        return tree;
    }

    static Map<String, Object> hazard(Hazard hazard, Instant from) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("id", hazard.id());
        tree.put("domain", hazard.domain().toString());
        tree.put("who", hazard.who());
        tree.put("effect", Scalars.word(hazard.effect()));
        tree.put("from", Scalars.time(from));
        tree.put("until", Scalars.time(from.plus(hazard.span())));
        tree.put("sets", hazard.sets().stream().map(ChangeJson::key).toList());
        return tree;
    }

    private static Map<String, Object> summary(Plan plan, boolean blocked) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("domains", plan.domains().size());
        tree.put("changes", plan.changes());
        tree.put("blocked", blocked);
        return tree;
    }

    /// What came of reading a plan file.
    public sealed interface Reading {
        /// A plan whose id fits its content.
        record Whole(JudgedPlan plan, Stamp stamp) implements Reading {}

        /// Everything that is wrong with it, in the order of the file.
        record Broken(List<Problem> problems) implements Reading {
            public Broken {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Reads a plan file. Nothing in it makes this throw.
    ///
    /// @param file as the user named it, for messages
    public static Reading read(String file, String text) {
        String made = text.contains("\"" + FORMAT + "\"") ? file : "FILE";
        var wrongs = new ArrayList<Wrong>();
        try {
            JsonValue value = Json.read(text);
            known(value);
            Reading.Whole whole = Fields.read(value, wrongs::add, fields -> whole(fields, wrongs));
            if (wrongs.isEmpty()) {
                return whole;
            }
        } catch (JsonException e) {
            wrongs.add(
                    new Wrong(
                            new JsonValue.Place(e.line(), e.column()),
                            "not JSON: " + e.getMessage()));
        } catch (Wrong e) {
            wrongs.add(e);
        }
        return new Reading.Broken(
                wrongs.stream()
                        .sorted(
                                Comparator.comparingInt((Wrong w) -> w.place().line())
                                        .thenComparingInt(w -> w.place().column()))
                        .map(wrong -> problem(file, made, wrong))
                        .toList());
    }

    /// @param made where a new plan may be written: over a plan, never over anything else
    private static Problem problem(String file, String made, Wrong wrong) {
        return new Problem(
                file,
                wrong.place().line(),
                wrong.place().column(),
                Problem.Severity.ERROR,
                "cannot use this plan: " + wrong.getMessage(),
                Optional.of("make one: `mxfail plan --to SITE --out " + made + "`"));
    }

    /// Another format, or a later version of this one, is said so and not taken for a broken plan.
    private static void known(JsonValue value) {
        if (!(value instanceof JsonValue.Members members)) {
            throw new Wrong(value.at(), "a plan is an object, not " + value.kind());
        }
        JsonValue format = members.byName().get("format");
        if (format == null) {
            throw new Wrong(value.at(), "it names no `format`, so it is no plan file");
        }
        if (!(format instanceof JsonValue.Text name)) {
            throw new Wrong(format.at(), "`format` must be a text, not " + format.kind());
        }
        if (!name.value().equals(FORMAT)) {
            boolean later = name.value().startsWith("mxfail.plan/");
            throw new Wrong(
                    format.at(),
                    later
                            ? "its format is `"
                                    + name.value()
                                    + "`, and this version of mxfail reads `"
                                    + FORMAT
                                    + "`"
                            : "its format is `"
                                    + name.value()
                                    + "`, which is "
                                    + (name.value().equals(PlansFormat.FORMAT)
                                            ? "several plans; `apply` takes one"
                                            : "no plan"));
        }
    }

    private static Reading.Whole whole(Fields fields, List<Wrong> wrongs) {
        fields.text("format");
        var stamp = new Stamp(fields.text("version"), fields.parsed("at", Scalars::time));
        String id = fields.text("id");
        Plan plan = PlanTree.read(fields);
        var blockers = new ArrayList<Finding>();
        List<Finding> findings =
                fields.each(
                        "findings",
                        f -> {
                            Finding finding = FindingJson.read(f);
                            if (f.truth("blocks")) {
                                blockers.add(finding);
                            }
                            return finding;
                        });
        List<Hazard> hazards = fields.each("hazards", PlanFormat::hazard);
        // told to people; whoever applies the plan works them out anew
        fields.has("states");
        fields.has("spf");
        fields.has("senders");
        fields.has("openRuns");
        var background =
                new JudgedPlan.Background(
                        fields.has("advice") ? fields.texts("advice") : List.of(), List.of());
        if (!wrongs.isEmpty()) {
            // an element that could not be read is missing: counts and id would only add noise
            fields.has("summary");
            return new Reading.Whole(
                    new JudgedPlan(plan, findings, blockers, hazards, background, Passage.NONE),
                    stamp);
        }
        if (!id.equals(plan.id())) {
            throw new Wrong(
                    fields.at("id"),
                    "the file was edited by hand after it was made: its content does not match its"
                            + " id");
        }
        var judged = new JudgedPlan(plan, findings, blockers, hazards, background, Passage.NONE);
        fields.object("summary", summary -> summary(summary, judged));
        return new Reading.Whole(judged, stamp);
    }

    private static Hazard hazard(Fields fields) {
        Instant from = fields.parsed("from", Scalars::time);
        return new Hazard(
                fields.text("id"),
                fields.parsed("domain", Scalars::name),
                fields.text("who"),
                fields.word("effect", Hazard.Effect.class),
                Duration.between(from, fields.parsed("until", Scalars::time)),
                fields.each("sets", ChangeJson::key));
    }

    private static boolean summary(Fields summary, JudgedPlan judged) {
        int domains = summary.count("domains");
        int changes = summary.count("changes");
        boolean blocked = summary.truth("blocked");
        if (domains != judged.plan().domains().size()
                || changes != judged.plan().changes()
                || blocked != judged.blocked()) {
            throw new Wrong(
                    summary.at(),
                    "the file was edited by hand after it was made: its summary does not match its"
                            + " content");
        }
        return blocked;
    }
}

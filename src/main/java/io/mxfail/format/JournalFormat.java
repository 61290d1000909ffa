package io.mxfail.format;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.WriteId;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `mxfail.journal/1`: the events of a run, one JSON object a line.
///
/// Each line holds the SHA-256 of the line before it (of nothing, for the first), so that a line
/// that was changed, dropped or put in between later is found on reading. Times keep every digit
/// and record data every byte: `undo` restores from here what was there.
public final class JournalFormat {
    /// The name of the format; it stands in the first line of a journal.
    public static final String FORMAT = "mxfail.journal/1";

    /// What the first line holds in place of a hash.
    public static final String NO_PREVIOUS = hash("");

    private JournalFormat() {}

    /// One line, read.
    ///
    /// @param previous the hash that it claims for the line before
    public record Line(String previous, JournalEvent event) {}

    /// The SHA-256 of a line without its line break, in hexadecimal.
    public static String hash(String line) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// An event as one line of ASCII without a line break.
    ///
    /// @param previous the [#hash] of the line before, or [#NO_PREVIOUS]
    public static String write(JournalEvent event, String previous) {
        var tree = new LinkedHashMap<String, Object>();
        if (event instanceof JournalEvent.Started) {
            tree.put("format", FORMAT);
        }
        tree.put("previous", previous);
        tree.put("at", Scalars.exactTime(event.at()));
        switch (event) {
            case JournalEvent.Started e -> {
                tree.put("event", "started");
                tree.put("header", header(e.header()));
                tree.put("plan", PlanTree.of(e.plan()));
            }
            case JournalEvent.Announced e -> {
                tree.put("event", "announced");
                tree.put("write", write(e.write()));
                tree.put("changes", e.changes().stream().map(ChangeJson::tree).toList());
            }
            case JournalEvent.Answered e -> {
                tree.put("event", "answered");
                tree.put("write", write(e.write()));
                tree.put("outcome", outcome(e.outcome()));
            }
            case JournalEvent.Settled e -> {
                tree.put("event", "settled");
                tree.put("write", write(e.write()));
                tree.put("applied", e.applied());
            }
            case JournalEvent.InSync e -> {
                tree.put("event", "in-sync");
                tree.put("write", write(e.write()));
            }
            case JournalEvent.HookBegan e -> {
                tree.put("event", "hook-began");
                tree.put("hook", e.hook());
            }
            case JournalEvent.HookEnded e -> {
                tree.put("event", "hook-ended");
                tree.put("hook", e.hook());
                tree.put("ok", e.ok());
                tree.put("said", e.said());
            }
            case JournalEvent.Authoritative e -> {
                tree.put("event", "authoritative");
                tree.put("domain", e.domain().toString());
                tree.put("cachesUntil", Scalars.exactTime(e.cachesUntil()));
            }
            case JournalEvent.TakenUp e -> {
                tree.put("event", "taken-up");
                tree.put("operator", e.operator());
                tree.put("command", e.command());
            }
            case JournalEvent.Ended e -> {
                tree.put("event", "ended");
                tree.put("outcome", Scalars.word(e.outcome()));
                tree.put("domains", e.domains().stream().map(JournalFormat::end).toList());
                tree.put("note", e.note());
            }
        }
        return Json.compact(tree);
    }

    private static Map<String, Object> header(RunHeader header) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("run", header.run());
        tree.put("command", header.command());
        tree.put("operator", header.operator());
        tree.put("reason", header.reason());
        tree.put("accepted", header.accepted());
        tree.put("reverts", header.reverts());
        return tree;
    }

    private static Map<String, Object> write(WriteId write) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("zone", write.zone().toString());
        tree.put("provider", write.provider());
        tree.put("number", write.number());
        return tree;
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        var tree = new LinkedHashMap<String, Object>();
        switch (outcome) {
            case Outcome.Applied o -> {
                tree.put("kind", "applied");
                tree.put("receipt", o.receipt());
            }
            case Outcome.Stale o -> {
                tree.put("kind", "stale");
                tree.put("moved", keys(o.moved()));
            }
            case Outcome.Rejected o -> {
                tree.put("kind", "rejected");
                tree.put("failure", Scalars.word(o.kind()));
                tree.put("reason", o.reason());
                tree.put("retryAfterSeconds", o.retryAfter().map(Scalars::seconds));
            }
            case Outcome.Partial o -> {
                tree.put("kind", "partial");
                tree.put("done", keys(o.done()));
                tree.put("left", keys(o.left()));
                tree.put("cause", o.cause());
            }
            case Outcome.Unknown o -> {
                tree.put("kind", "unknown");
                tree.put("cause", o.cause());
            }
        }
        return tree;
    }

    private static List<Map<String, Object>> keys(List<RecordKey> keys) {
        return keys.stream().map(ChangeJson::key).toList();
    }

    private static Map<String, Object> end(JournalEvent.DomainEnd end) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("domain", end.domain().toString());
        tree.put("outcome", Scalars.word(end.outcome()));
        tree.put("error", end.error());
        return tree;
    }

    /// Reads one line; the caller compares [Line#previous] with the [#hash] of the line before.
    ///
    /// @throws JsonException where it is no event, with what is wrong
    public static Line read(String line) throws JsonException {
        try {
            return Fields.read(
                    Json.read(line),
                    wrong -> {
                        throw wrong;
                    },
                    JournalFormat::line);
        } catch (Wrong e) {
            throw new JsonException(
                    e.place().line(), e.place().column(), String.valueOf(e.getMessage()));
        }
    }

    private static Line line(Fields fields) {
        if (fields.has("format") && !fields.text("format").equals(FORMAT)) {
            throw new Wrong(
                    fields.at("format"),
                    "its format is `"
                            + fields.text("format")
                            + "`, and this version of mxfail reads `"
                            + FORMAT
                            + "`");
        }
        String previous = fields.text("previous");
        return new Line(previous, event(fields, fields.parsed("at", Scalars::time)));
    }

    private static JournalEvent event(Fields fields, Instant at) {
        String kind = fields.text("event");
        return switch (kind) {
            case "started" ->
                    new JournalEvent.Started(
                            at,
                            fields.object("header", JournalFormat::header),
                            fields.object("plan", JournalFormat::plan));
            case "announced" ->
                    new JournalEvent.Announced(
                            at,
                            fields.object("write", JournalFormat::write),
                            fields.each("changes", ChangeJson::read));
            case "answered" ->
                    new JournalEvent.Answered(
                            at,
                            fields.object("write", JournalFormat::write),
                            fields.object("outcome", JournalFormat::outcome));
            case "settled" ->
                    new JournalEvent.Settled(
                            at,
                            fields.object("write", JournalFormat::write),
                            fields.truth("applied"));
            case "in-sync" ->
                    new JournalEvent.InSync(at, fields.object("write", JournalFormat::write));
            case "hook-began" -> new JournalEvent.HookBegan(at, fields.text("hook"));
            case "hook-ended" ->
                    new JournalEvent.HookEnded(
                            at, fields.text("hook"), fields.truth("ok"), fields.text("said"));
            case "authoritative" ->
                    new JournalEvent.Authoritative(
                            at,
                            fields.parsed("domain", Scalars::name),
                            fields.parsed("cachesUntil", Scalars::time));
            case "taken-up" ->
                    new JournalEvent.TakenUp(at, fields.text("operator"), fields.text("command"));
            case "ended" ->
                    new JournalEvent.Ended(
                            at,
                            fields.word("outcome", RunOutcome.class),
                            fields.each("domains", JournalFormat::end),
                            fields.perhapsText("note"));
            default -> throw new Wrong(fields.at("event"), "unknown event `" + kind + "`");
        };
    }

    private static RunHeader header(Fields fields) {
        return new RunHeader(
                fields.text("run"),
                fields.text("command"),
                fields.text("operator"),
                fields.perhapsText("reason"),
                fields.texts("accepted"),
                fields.perhapsText("reverts"));
    }

    private static Plan plan(Fields fields) {
        Plan plan = PlanTree.read(fields);
        if (!plan.id().equals(fields.text("id"))) {
            throw new Wrong(fields.at("id"), "the plan does not match its id");
        }
        return plan;
    }

    private static WriteId write(Fields fields) {
        return new WriteId(
                fields.parsed("zone", Scalars::name),
                fields.text("provider"),
                fields.count("number"));
    }

    private static Outcome outcome(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "applied" -> new Outcome.Applied(fields.text("receipt"));
            case "stale" -> new Outcome.Stale(fields.each("moved", ChangeJson::key));
            case "rejected" ->
                    new Outcome.Rejected(
                            fields.word("failure", FailureKind.class),
                            fields.text("reason"),
                            fields.perhapsNumber("retryAfterSeconds").map(Scalars::duration));
            case "partial" ->
                    new Outcome.Partial(
                            fields.each("done", ChangeJson::key),
                            fields.each("left", ChangeJson::key),
                            fields.text("cause"));
            case "unknown" -> new Outcome.Unknown(fields.text("cause"));
            default -> throw new Wrong(fields.at("kind"), "unknown outcome `" + kind + "`");
        };
    }

    private static JournalEvent.DomainEnd end(Fields fields) {
        return new JournalEvent.DomainEnd(
                fields.parsed("domain", Scalars::name),
                fields.word("outcome", RunOutcome.class),
                fields.perhapsText("error"));
    }
}

package io.mxfail.adapter.yaml;

import io.mxfail.adapter.yaml.Shape.Choice;
import io.mxfail.adapter.yaml.Shape.Form;
import io.mxfail.adapter.yaml.Shape.Group;
import io.mxfail.adapter.yaml.Shape.Key;
import io.mxfail.adapter.yaml.Shape.Listing;
import io.mxfail.adapter.yaml.Shape.Text;
import io.mxfail.adapter.yaml.Shape.Variables;
import io.mxfail.adapter.yaml.Shape.Whole;
import io.mxfail.core.mail.EspKnowledge.Kind;
import io.mxfail.core.mail.EspKnowledge.Purpose;
import io.mxfail.core.mail.EspKnowledge.Topic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a file on an email service may hold.
final class EspFormat {
    private static final Form SENTENCE = new Form("a sentence", "write one", Optional.empty());
    private static final Form PATTERN =
            new Form(
                    "host names",
                    "small letters, with `*` for what varies: feedback-smtp.*.amazonses.com",
                    Optional.of("(?![*.]+$)[a-z0-9_*-]+(\\.[a-z0-9_*-]+)+"));
    private static final Form SOURCE =
            new Form(
                    "a source",
                    "the https address of the page that says so",
                    Optional.of("https://[^\\s]+"));
    private static final Form DAY =
            new Form(
                    "a day",
                    "the day on which you read it: 2026-11-24",
                    Optional.of("20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"));
    private static final Shape YES_OR_NO = new Choice(List.of("yes", "no"));

    /// The whole of it.
    static final Group FILE =
            new Group(
                    List.of(
                            key("service", text(SENTENCE)),
                            perhaps("records", new Listing(record(), 1)),
                            perhaps("envelope", sourced(key("domain", text(PATTERN)))),
                            perhaps("facts", new Listing(fact(), 1)),
                            perhaps("unknown", new Listing(gap(), 1))));

    private EspFormat() {}

    private static Group record() {
        return sourced(
                key("purpose", new Choice(words(Purpose.values()))),
                key("type", new Choice(Arrays.stream(Kind.values()).map(Kind::name).toList())),
                key("value", text(PATTERN)),
                perhaps("alone", YES_OR_NO),
                perhaps("moves", YES_OR_NO),
                perhaps("takes", text(ProfileFormat.DURATION)),
                perhaps("takes-source", text(SOURCE)));
    }

    private static Group fact() {
        return sourced(
                key("about", topics()),
                perhaps("messages", new Whole(1, 100_000_000)),
                perhaps("per", text(ProfileFormat.DURATION)),
                perhaps("through", text(PATTERN)));
    }

    private static Group gap() {
        return new Group(List.of(key("about", topics()), key("says", text(SENTENCE))));
    }

    private static Group sourced(Key... keys) {
        var all = new java.util.ArrayList<>(List.of(keys));
        all.add(key("says", text(SENTENCE)));
        all.add(key("source", text(SOURCE)));
        all.add(key("read", text(DAY)));
        return new Group(all);
    }

    private static Choice topics() {
        return new Choice(words(Topic.values()));
    }

    private static Key key(String name, Shape shape) {
        return new Key(name, shape, true, "");
    }

    private static Key perhaps(String name, Shape shape) {
        return new Key(name, shape, false, "");
    }

    private static Text text(Form form) {
        return new Text(form, Variables.LITERAL);
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }

    /// Reports what each value for itself does not show.
    static void check(Tree.Fields file, Problems problems) {
        file.list("records").stream()
                .map(Tree.Fields.class::cast)
                .forEach(fields -> checkRecord(fields, problems));
        file.list("facts").stream()
                .map(Tree.Fields.class::cast)
                .forEach(fields -> checkFact(fields, problems));
    }

    private static void checkRecord(Tree.Fields fields, Problems problems) {
        String purpose = fields.text("purpose").orElse("");
        String type = fields.text("type").orElse("");
        if (purpose.isEmpty() || type.isEmpty()) {
            return;
        }
        boolean fits =
                switch (Purpose.valueOf(purpose.toUpperCase(Locale.ROOT))) {
                    case SPF -> type.equals("SPF");
                    case INBOUND -> type.equals("MX");
                    case TRACKING, RELAY -> type.equals("CNAME");
                    case DKIM, BOUNCE -> !type.equals("SPF");
                };
        if (!fits) {
            problems.error(
                    fields.scalar("type").orElseThrow().place(),
                    "a record for " + purpose + " is no " + type,
                    "spf is SPF, inbound is MX, tracking and relay are CNAME");
        }
        boolean stays = fields.text("moves").filter("no"::equals).isPresent();
        if (stays != purpose.equals("tracking")) {
            problems.error(
                    fields.scalar("moves").map(Tree.Scalar::place).orElse(fields.place()),
                    stays
                            ? "a record for " + purpose + " has `moves: no`"
                            : "a record for tracking lacks `moves: no`",
                    "tracking names, and only they, must not lead elsewhere at a switch");
        }
    }

    private static void checkFact(Tree.Fields fields, Problems problems) {
        boolean counts = fields.mentioned().contains("messages");
        boolean timed = fields.mentioned().contains("per");
        if (counts != timed) {
            problems.error(
                    fields.place(),
                    "a fact has "
                            + (counts ? "`messages` without `per`" : "`per` without `messages`"),
                    "write both, such as `messages: 2000` and `per: 1d`, or neither");
        } else if (!counts && fields.mentioned().contains("through")) {
            problems.error(
                    fields.scalar("through").map(Tree.Scalar::place).orElse(fields.place()),
                    "a fact has `through` without `messages`",
                    "`through` names the hosts for which a number of messages holds");
        } else if (counts && !fields.text("about").equals(Optional.of("limits"))) {
            problems.error(
                    fields.place(),
                    "a fact with `messages` is not about limits",
                    "write `about: limits`");
        }
    }
}

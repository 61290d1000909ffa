package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.Site;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads `sites`.
final class SiteReader {
    private static final Set<String> NOT_A_SITE = Set.of("mixed", "unknown");
    private static final int SUBMISSION_PORT = 587;

    private final Texts texts;
    private final Problems problems;

    SiteReader(Texts texts, Problems problems) {
        this.texts = texts;
        this.problems = problems;
    }

    /// A site with the places of its texts, already in A-labels.
    ///
    /// @param place of its name
    /// @param written its lists of records, by key
    record Placed(Site site, Place place, Tree.Fields written) {
        List<Tree.Scalar> texts(String key) {
            return written.scalars(key);
        }
    }

    List<Placed> read(Tree.Fields profile) {
        var sites = new ArrayList<Placed>();
        Optional<Tree.Fields> all = profile.group("sites");
        for (Tree.Field field : all.map(Tree.Fields::fields).orElse(List.of())) {
            if (NOT_A_SITE.contains(field.key().text())) {
                problems.error(
                        field.key().place(),
                        "`"
                                + field.key().text()
                                + "` cannot be a site's name: `--from "
                                + field.key().text()
                                + "` means something else",
                        "choose another name, such as `backup`");
            } else if (field.value() instanceof Tree.Fields fields) {
                sites.add(site(field.key(), fields));
            }
        }
        if (all.isPresent() && all.get().mentioned().size() < 2) {
            problems.error(
                    all.get().place(),
                    "a profile of " + all.get().mentioned().size() + " sites",
                    "name two or more: the one that carries the mail and one to switch to");
        }
        return sites;
    }

    private Placed site(Tree.Scalar name, Tree.Fields raw) {
        Tree.Fields fields = inLabels(raw);
        Site site =
                new Site(
                        name.text(),
                        role(fields),
                        new Site.Text(
                                fields.texts("mx"),
                                fields.texts("spf"),
                                fields.texts("senders"),
                                fields.texts("dkim"),
                                fields.texts("records")),
                        fields.group("submission").flatMap(this::submission),
                        checklist(fields));
        return new Placed(site, name.place(), fields);
    }

    /// Hosts in `mx`, `spf`, `dkim` and `records` in A-labels; the text of a TXT stays as it is.
    private Tree.Fields inLabels(Tree.Fields fields) {
        var converted = new ArrayList<Tree.Field>();
        for (Tree.Field field : fields.fields()) {
            boolean records = Set.of("mx", "spf", "dkim", "records").contains(field.key().text());
            if (!records || !(field.value() instanceof Tree.Items items)) {
                converted.add(field);
                continue;
            }
            var texts = new ArrayList<Tree>();
            for (Tree item : items.items()) {
                if (item instanceof Tree.Scalar scalar) {
                    inLabels(scalar).ifPresent(texts::add);
                }
            }
            converted.add(new Tree.Field(field.key(), new Tree.Items(items.place(), texts)));
        }
        return new Tree.Fields(fields.place(), converted, fields.mentioned());
    }

    private Optional<Tree.Scalar> inLabels(Tree.Scalar scalar) {
        String text = scalar.text();
        String[] parts = text.strip().split("\\s+", 3);
        boolean txt = parts.length == 3 && parts[1].equalsIgnoreCase("TXT");
        try {
            return Optional.of(
                    scalar.with(
                            txt && !isAscii(text)
                                    ? Idn.ascii(parts[0]) + " TXT " + parts[2]
                                    : Idn.ascii(text)));
        } catch (NotationException e) {
            problems.error(scalar.place(), e);
            return Optional.empty();
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private Site.Role role(Tree.Fields fields) {
        Site.Kind kind = Site.Kind.valueOf(word(fields, "kind", "mailbox"));
        Site.Accepts accepts = Site.Accepts.valueOf(word(fields, "accepts", "always"));
        if (kind == Site.Kind.MAILBOX) {
            for (String key : List.of("forwards-to", "route")) {
                fields.field(key)
                        .ifPresent(
                                field ->
                                        problems.error(
                                                field.key().place(),
                                                "`"
                                                        + key
                                                        + "` on a site that delivers into"
                                                        + " mailboxes",
                                                "say `kind: queue` if it stores and forwards, else"
                                                        + " take the key out"));
            }
        } else if (!fields.mentioned().contains("forwards-to")) {
            problems.error(
                    fields.place(),
                    "a queue that does not say where it forwards to",
                    "add `forwards-to: SITE`");
        }
        return new Site.Role(
                kind, accepts, fields.text("forwards-to"), fields.text("route").isPresent());
    }

    private static String word(Tree.Fields fields, String key, String otherwise) {
        return fields.text(key).orElse(otherwise).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private Optional<Site.Submission> submission(Tree.Fields fields) {
        if (fields.scalar("host").isEmpty()) {
            return Optional.empty();
        }
        Tree.Scalar host = fields.scalar("host").get();
        String name = host.text();
        try {
            name = Idn.ascii(name);
        } catch (NotationException e) {
            problems.error(host.place(), e);
        }
        texts.forEachDomain(host, (value, _) -> Names.host(value));
        fields.scalar("user").ifPresent(texts::expandable);
        fields.scalar("password").ifPresent(texts::expandable);
        boolean user = fields.mentioned().contains("user");
        if (user != fields.mentioned().contains("password")) {
            problems.error(
                    fields.place(),
                    user ? "a `user` without `password`" : "a `password` without `user`",
                    "give both, or neither for a relay that asks for none");
        }
        return Optional.of(
                new Site.Submission(
                        name,
                        Values.number(fields, "port", SUBMISSION_PORT),
                        fields.text("user"),
                        Values.secret(fields, "password"),
                        fields.scalar("from").map(texts::mail).orElse("postmaster@${domain}"),
                        new Site.Sending(
                                fields.scalar("envelope").map(this::envelope),
                                fields.text("max-hourly").stream()
                                        .mapToInt(Integer::parseInt)
                                        .findFirst(),
                                Values.duration(fields, "idle"))));
    }

    /// An address, or a domain alone, of which each expands to a name that can be asked for.
    private String envelope(Tree.Scalar text) {
        String given = text.text();
        try {
            given = given.indexOf('@') < 0 ? Idn.ascii(given) : texts.mail(text);
        } catch (NotationException e) {
            problems.error(text.place(), e);
        }
        texts.forEachDomain(text, (value, _) -> envelopeDomain(value));
        return given;
    }

    private static String envelopeDomain(String value) {
        String domain = Names.host(value.substring(value.lastIndexOf('@') + 1));
        if (domain.indexOf('.') < 0) {
            throw new NotationException(
                    "\"" + Shown.text(value) + "\" is no domain that mail can come from",
                    "write its full name, such as bounce.${domain}");
        }
        return domain;
    }

    private List<Site.ChecklistItem> checklist(Tree.Fields fields) {
        var items = new ArrayList<Site.ChecklistItem>();
        var ids = new HashSet<String>();
        for (Tree tree : fields.list("checklist")) {
            if (!(tree instanceof Tree.Fields item)
                    || item.scalar("id").isEmpty()
                    || item.scalar("text").isEmpty()) {
                continue;
            }
            Tree.Scalar id = item.scalar("id").get();
            if (!ids.add(id.text())) {
                problems.error(
                        id.place(),
                        "the checklist item `" + id.text() + "` is there twice",
                        "give each its own id");
                continue;
            }
            Tree.Scalar text = item.scalar("text").get();
            texts.expandable(text);
            items.add(
                    new Site.ChecklistItem(id.text(), text.text(), Values.duration(item, "every")));
        }
        return items;
    }
}

package io.mxfail.view;

import io.mxfail.app.FirstLook;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A first profile as commented YAML, from what live DNS shows. What nobody outside can know is
/// marked `replace-me`: the profile lints clean, and no command plans with it before that is filled
/// in.
public final class FirstProfile {
    private static final int WIDTH = 80;

    private FirstProfile() {}

    /// The profile's name: the domain's first label.
    public static String name(FirstLook look) {
        String label = look.domain().getLabelString(0).toLowerCase(Locale.ROOT);
        String plain = label.replaceAll("[^a-z0-9-]", "-").replaceAll("^-+", "");
        return plain.isEmpty() ? "mail" : plain;
    }

    /// The whole file.
    public static String text(FirstLook look) {
        String domain = look.domain().toString(true);
        var text = new StringBuilder();
        comment(
                text,
                0,
                "Mail of "
                        + domain
                        + ", as DNS shows it. What is marked replace-me nobody outside can know:"
                        + " fill it in, then run `mxfail lint` and `mxfail check`.");
        line(text, "version: 1");
        line(text, "name: " + name(look));
        line(text, "description: Mail of " + domain);
        comment(text, 0, "reachable when the mail of " + domain + " is not:");
        line(text, "# contacts: [\"+49 30 1234567\"]");
        line(text, "");
        line(text, "domains:");
        boolean apex = look.zone().name().equals(look.domain());
        line(
                text,
                apex
                        ? "  - " + domain
                        : "  - {name: "
                                + domain
                                + ", zone: "
                                + look.zone().name().toString(true)
                                + "}");
        line(text, "");
        provider(text, look);
        line(text, "");
        sites(text, look);
        line(text, "");
        policies(text, look.policies(), look.other());
        line(text, "checks:");
        comment(text, 2, "add people who must get mail wherever it goes:");
        line(text, "  recipients: [\"postmaster@${domain}\"]");
        line(text, "");
        delivery(text, look.other());
        return text.toString();
    }

    private static void delivery(StringBuilder text, String other) {
        comment(text, 0, "A message that must be seen to arrive (docs/delivery-proof.md):");
        List.of(
                        "verify:",
                        "  delivery:",
                        "    to: \"probe@${domain}\"",
                        "    imap: \"imaps://probe@imap.replace-me.invalid\"",
                        "    password: env:MXFAIL_PROBE_PASSWORD",
                        "    sites:   # one that keeps mailboxes of its own",
                        "      " + other + ":",
                        "        imap: \"imaps://probe@imap." + other + ".replace-me.invalid\"",
                        "        password: env:MXFAIL_PROBE_PASSWORD")
                .forEach(key -> line(text, "# " + key));
    }

    private static void provider(StringBuilder text, FirstLook look) {
        comment(
                text,
                0,
                "Zone "
                        + look.zone().name()
                        + ", served by "
                        + String.join(
                                ", ",
                                look.zone().servers().stream().map(Object::toString).toList()));
        comment(text, 0, look.provider().why() + "; `mxfail providers` lists the types");
        line(text, "provider:");
        line(text, "  type: " + look.provider().type());
        for (FirstLook.Option option : look.provider().options()) {
            comment(text, 2, "change it if it is another: " + option.help());
            value(text, option);
        }
    }

    /// A group has a line for each of its own.
    private static void value(StringBuilder text, FirstLook.Option option) {
        boolean group = option.value().startsWith("\n");
        line(
                text,
                "  "
                        + option.name()
                        + ":"
                        + (group ? option.value().replace("\n", "\n    ") : " " + option.value()));
    }

    private static void sites(StringBuilder text, FirstLook look) {
        List<String> mx = look.mail().mx();
        boolean hasMail = !mx.isEmpty() && mx.stream().noneMatch(m -> m.endsWith(" ."));
        line(text, "sites:");
        line(text, "  " + look.site() + ":");
        if (hasMail) {
            list(text, "mx", mx, "as it is now");
        } else {
            list(
                    text,
                    "mx",
                    List.of("10 mx1.replace-me.invalid."),
                    "the hosts that shall take mail; the domain takes none now");
        }
        if (look.mail().spf().isEmpty()) {
            comment(text, 4, "no SPF term that names a sender was found:");
            line(text, "    # spf: []");
        } else {
            list(text, "spf", look.mail().spf(), "leave out terms of other senders, such as a CRM");
        }
        if (look.mail().dkim().isEmpty()) {
            comment(text, 4, "no DKIM key was found under a name that could be guessed:");
            line(text, "    # dkim: []");
        } else {
            list(text, "dkim", look.mail().dkim(), "found under names that could be guessed");
        }
        line(text, "  " + look.other() + ":");
        list(text, "mx", List.of("10 mx.replace-me.invalid."), "the hosts of the " + look.other());
        list(
                text,
                "spf",
                List.of("include:_spf.replace-me.invalid"),
                "what the " + look.other() + " tells you to include");
        comment(text, 4, "its keys, published ahead:");
        line(text, "    # dkim: [\"bk1._domainkey CNAME bk1.dkim.backup.example.\"]");
    }

    private static void policies(StringBuilder text, FirstLook.Policies policies, String other) {
        policies.mtaSts()
                .ifPresent(
                        found -> {
                            comment(text, 0, "MTA-STS: " + found);
                            comment(
                                    text,
                                    0,
                                    "The policy file must list the "
                                            + other
                                            + "'s hosts before a switch,"
                                            + " or senders that keep to it cannot deliver.");
                            line(text, "mta-sts: {policy: check}");
                        });
        Optional<String> dmarc = policies.dmarc();
        comment(text, 0, "DMARC: " + dmarc.orElse("no policy is published"));
        if (dmarc.isPresent()) {
            comment(
                    text,
                    0,
                    "The " + other + " must sign with DKIM, or be in SPF, in this domain's name.");
        }
    }

    private static void list(StringBuilder text, String key, List<String> values, String comment) {
        comment(text, 4, comment + ":");
        line(text, "    " + key + ":");
        values.forEach(value -> line(text, "      - " + quoted(value)));
    }

    private static String quoted(String value) {
        return "'" + value.replace("$", "$$").replace("'", "''") + "'";
    }

    /// Lines of comment that fit a terminal, as far as single words let them. Nothing that somebody
    /// publishes in DNS can leave them and become a key.
    private static void comment(StringBuilder text, int right, String words) {
        String lead = " ".repeat(right) + "# ";
        var line = new StringBuilder(lead);
        for (String word : Text.printable(words).split(" +")) {
            boolean empty = line.length() == lead.length();
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                line(text, line.toString());
                line.setLength(lead.length());
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
        }
        line(text, line.toString());
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}

package io.mxfail.view;

import io.mxfail.app.FirstLook;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A first profile as commented YAML, from what live DNS shows. What nobody outside can know is
/// marked `REPLACE`.
public final class FirstProfile {
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
        line(
                text,
                "# Mail of " + domain + ", as DNS shows it. What is marked REPLACE nobody outside");
        line(text, "# can know: fill it in, then run `mxfail lint` and `mxfail check`.");
        line(text, "version: 1");
        line(text, "name: " + name(look));
        line(text, "description: Mail of " + domain);
        line(
                text,
                "# contacts: [\"+49 30 1234567\"]   # reachable when the mail of "
                        + domain
                        + " is not");
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
        policies(text, look.policies());
        line(text, "checks:");
        line(
                text,
                "  recipients: [\"postmaster@${domain}\"]   # add people who must get mail wherever"
                        + " it goes");
        return text.toString();
    }

    private static void provider(StringBuilder text, FirstLook look) {
        line(
                text,
                "# Zone "
                        + look.zone().name()
                        + ", served by "
                        + shown(
                                String.join(
                                        ", ",
                                        look.zone().servers().stream()
                                                .map(Object::toString)
                                                .toList()))
                        + ".");
        line(text, "# " + shown(look.provider().why()) + ". `mxfail providers` lists the types.");
        line(text, "provider:");
        line(text, "  type: " + look.provider().type());
        for (FirstLook.Option option : look.provider().options()) {
            line(
                    text,
                    "  "
                            + option.name()
                            + ": "
                            + option.value()
                            + "   # REPLACE if it is another: "
                            + shown(option.help()));
        }
    }

    private static void sites(StringBuilder text, FirstLook look) {
        List<String> mx = look.mail().mx();
        boolean hasMail = !mx.isEmpty() && mx.stream().noneMatch(m -> m.endsWith(" ."));
        line(text, "sites:");
        line(text, "  primary:");
        if (hasMail) {
            list(text, "mx", mx, "as it is now");
        } else {
            list(
                    text,
                    "mx",
                    List.of("10 mx.primary.example."),
                    "REPLACE: the domain takes no mail now");
        }
        if (look.mail().spf().isEmpty()) {
            line(text, "    # spf: []   # no SPF term that names a sender was found");
        } else {
            list(text, "spf", look.mail().spf(), "leave out terms of other senders, such as a CRM");
        }
        if (look.mail().dkim().isEmpty()) {
            line(text, "    # dkim: []   # no DKIM key under a name that could be guessed");
        } else {
            list(text, "dkim", look.mail().dkim(), "found under names that could be guessed");
        }
        line(text, "  backup:");
        list(text, "mx", List.of("10 mx.backup.example."), "REPLACE: the hosts of the backup");
        list(
                text,
                "spf",
                List.of("include:_spf.backup.example"),
                "REPLACE: what the backup tells you to include");
        line(
                text,
                "    # dkim: [\"bk1._domainkey CNAME bk1.dkim.backup.example.\"]   # its keys,"
                        + " published ahead");
    }

    private static void policies(StringBuilder text, FirstLook.Policies policies) {
        policies.mtaSts()
                .ifPresent(
                        found -> {
                            line(
                                    text,
                                    "# MTA-STS: "
                                            + shown(found)
                                            + ". The policy file must list the");
                            line(
                                    text,
                                    "# backup's hosts before a switch, or senders that keep to it"
                                            + " cannot deliver.");
                            line(text, "mta-sts: {policy: check}");
                        });
        Optional<String> dmarc = policies.dmarc();
        line(
                text,
                dmarc.map(
                                found ->
                                        "# DMARC: "
                                                + shown(found)
                                                + ". The backup must sign with DKIM, or be in SPF,"
                                                + " in this domain's name.")
                        .orElse("# DMARC: no policy is published."));
    }

    private static void list(StringBuilder text, String key, List<String> values, String comment) {
        line(text, "    " + key + ":   # " + comment);
        values.forEach(value -> line(text, "      - " + quoted(value)));
    }

    private static String quoted(String value) {
        return "'" + value.replace("$", "$$").replace("'", "''") + "'";
    }

    private static String shown(String found) {
        return Text.printable(found);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}

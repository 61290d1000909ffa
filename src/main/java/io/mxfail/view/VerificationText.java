package io.mxfail.view;

import io.mxfail.core.propagation.VerifyReport;

/// Who gives the new data, and whether mail is accepted there.
public final class VerificationText {
    private VerificationText() {}

    public static String of(VerifyReport report) {
        var text = new StringBuilder();
        for (VerifyReport.Domain domain : report.domains()) {
            text.append(
                    domain.subject().domain()
                            + "  expected "
                            + (domain.subject().expected().isEmpty()
                                    ? "any site of " + domain.subject().profile()
                                    : domain.subject().expected())
                            + ": "
                            + domain.verdict()
                            + "\n");
            domain.authoritative()
                    .forEach(
                            s ->
                                    text.append(
                                            String.format(
                                                    "  server   %-22s %-6s %s%n",
                                                    s.server(),
                                                    PlanText.word(s.state()),
                                                    Text.printable(s.detail()))));
            domain.resolvers()
                    .forEach(
                            r ->
                                    text.append(
                                            String.format(
                                                    "  resolver %-22s %-6s %s%n",
                                                    r.server(),
                                                    PlanText.word(r.state()),
                                                    r.oldFor()
                                                            .map(d -> "for " + Text.span(d))
                                                            .orElse(Text.printable(r.detail())))));
            text.append(
                    Lines.of(
                            "  mail     "
                                    + PlanText.word(domain.mail().smtp()).replace('-', ' ')
                                    + "  ",
                            Text.printable(domain.mail().detail())));
            domain.mail().canaries().forEach(canary -> text.append(CanaryText.of(canary)));
            domain.cachesUntil()
                    .ifPresent(
                            until ->
                                    text.append(
                                            "  caches forget the old data by "
                                                    + Text.time(until)
                                                    + "\n"));
        }
        report.unread()
                .forEach(
                        unread ->
                                text.append(
                                        String.format("%s  UNREAD%n", unread.subject().domain())));
        return text.toString();
    }
}

package io.mxfail.view;

import io.mxfail.core.propagation.FlushPage;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.core.propagation.VerifyReport.ResolverState;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Who gives the new data, and whether mail is accepted there.
public final class VerificationText {
    private VerificationText() {}

    public static String of(VerifyReport report) {
        var domains =
                new Alike<VerifyReport.Domain>(
                        domain -> domain.subject().domain(),
                        VerificationText::seen,
                        VerificationText::caches);
        return domains.of(report.domains())
                + report.unread().stream()
                        .map(
                                unread ->
                                        String.format(
                                                "%s  UNREAD%n",
                                                Text.domain(unread.subject().domain())))
                        .collect(Collectors.joining());
    }

    /// When the last of their caches forgets.
    private static String caches(List<VerifyReport.Domain> domains) {
        return domains.stream()
                .flatMap(domain -> domain.cachesUntil().stream())
                .max(Comparator.naturalOrder())
                .map(until -> "  caches forget the old data by " + Text.time(until) + "\n")
                .orElse("");
    }

    /// Where public resolvers that still have the old data can be told to forget it.
    private static String flush(VerifyReport.Domain domain) {
        return domain.resolvers().stream()
                .filter(r -> r.state() == ResolverState.OLD || r.state() == ResolverState.STALE)
                .flatMap(r -> FlushPage.of(r.server()).stream())
                .distinct()
                .map(
                        page ->
                                "  flush    %s  (%s MX)%n"
                                        .formatted(page.address(), domain.subject().domain()))
                .collect(Collectors.joining());
    }

    private static String seen(VerifyReport.Domain domain) {
        var text = new StringBuilder();
        text.append(
                Lines.of(
                        Text.domain(domain.subject().domain()) + "  ",
                        "expected "
                                + (domain.subject().expected().isEmpty()
                                        ? "any site of " + domain.subject().profile()
                                        : domain.subject().expected())
                                + ": "
                                + domain.verdict(),
                        4));
        domain.authoritative()
                .forEach(
                        s ->
                                text.append(
                                        Lines.listed(
                                                String.format(
                                                        "  server   %-22s %-6s ",
                                                        s.server(), PlanText.word(s.state())),
                                                Text.printable(s.detail()))));
        domain.resolvers()
                .forEach(
                        r ->
                                text.append(
                                        Lines.listed(
                                                String.format(
                                                        "  resolver %-22s %-6s ",
                                                        r.server(), PlanText.word(r.state())),
                                                r.oldFor()
                                                        .map(d -> "for " + Text.span(d))
                                                        .orElse(Text.printable(r.detail())))));
        text.append(flush(domain));
        text.append(
                Lines.of(
                        "  mail     "
                                + PlanText.word(domain.mail().smtp()).replace('-', ' ')
                                + "  ",
                        Text.printable(domain.mail().detail())));
        domain.mail().canaries().forEach(canary -> text.append(CanaryText.of(canary)));
        return text.toString();
    }
}

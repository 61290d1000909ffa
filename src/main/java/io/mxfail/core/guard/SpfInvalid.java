package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.profile.Notation;
import io.mxfail.core.profile.NotationException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An SPF record that receivers cannot read: they give up with a permanent error (RFC 7208, section
/// 4.6). One that holds other than printable characters cannot be edited either.
final class SpfInvalid implements Rule {
    @Override
    public String id() {
        return "SPF-INVALID";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            List<String> records = domain.transition().spfAfter();
            if (records.size() == 1) {
                finding(situation, domain, records.getFirst()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain, String record) {
        Optional<SpfText> text = SpfText.parse(record);
        List<String> wrong =
                text.map(SpfText::terms).orElse(List.of()).stream()
                        .flatMap(term -> wrong(term).stream())
                        .toList();
        if (text.isPresent() && wrong.isEmpty()) {
            return Optional.empty();
        }
        Say say =
                Say.domain(
                        this,
                        situation,
                        domain.name(),
                        domain.name() + " TXT",
                        "RFC 7208, section 4.6");
        boolean changed = !domain.transition().spfBefore().equals(List.of(record));
        boolean ours = domain.transition().ownsSpf() && (changed || text.isEmpty());
        String message =
                "receivers cannot read the SPF record of "
                        + domain.name()
                        + ": "
                        + (text.isEmpty()
                                ? "it holds characters that no term has"
                                : Say.some(wrong));
        String fix =
                text.isEmpty()
                        ? "correct it by hand; it cannot be edited as it is"
                        : "correct what is meant by hand; without it the record is "
                                + ToPublish.txt(
                                        domain.name(),
                                        new SpfText(
                                                        text.get().terms().stream()
                                                                .filter(t -> wrong(t).isEmpty())
                                                                .toList())
                                                .toString());
        return Optional.of(ours ? say.crit(message, fix) : say.warn(message, fix));
    }

    /// Unknown modifiers (`name=value`) are allowed, unknown mechanisms are not.
    private static Optional<String> wrong(SpfTerm term) {
        if (term.ends() || term.text().matches("[A-Za-z][A-Za-z0-9._-]*=.*")) {
            return Optional.empty();
        }
        try {
            Notation.spf(term.text());
            return Optional.empty();
        } catch (NotationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}

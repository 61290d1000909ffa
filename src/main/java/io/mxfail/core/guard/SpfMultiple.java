package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.ToPublish;

import java.util.List;

/// Two SPF records. Receivers do not choose: they give up with a permanent error (RFC 7208, section
/// 4.5). Which one is meant only people know, so neither is touched.
final class SpfMultiple implements Rule {
    @Override
    public String id() {
        return "SPF-MULTIPLE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .filter(domain -> domain.transition().spfAfter().size() > 1)
                .map(domain -> finding(situation, domain))
                .toList();
    }

    private Finding finding(Situation situation, DomainCase domain) {
        Say say =
                Say.domain(
                        this,
                        situation,
                        domain.name(),
                        domain.name() + " TXT",
                        "RFC 7208, section 4.5");
        String message =
                domain.name()
                        + " has "
                        + domain.transition().spfAfter().size()
                        + " SPF records, which receivers take for an error; they are left alone";
        String fix =
                Mended.spf(domain.transition().spfAfter())
                        .map(
                                text ->
                                        "publish "
                                                + ToPublish.txt(domain.name(), text)
                                                + " in their place, less what does not send any"
                                                + " more")
                        .orElse("join them by hand into one `v=spf1` record at " + domain.name());
        return domain.transition().ownsSpf() ? say.crit(message, fix) : say.warn(message, fix);
    }
}

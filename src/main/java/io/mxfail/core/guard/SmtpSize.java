package io.mxfail.core.guard;

import io.mxfail.core.guard.Handover.Offer;
import io.mxfail.core.probe.SiteReport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The target takes shorter messages than the site that has the mail (RFC 1870): what is longer,
/// and got through until now, is returned to its senders after the switch.
final class SmtpSize implements Rule {
    private static final double MEGA = 1024.0 * 1024;

    @Override
    public String id() {
        return "SMTP-SIZE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (Handover handover : Handover.of(situation)) {
            Optional<Offer> now = smallest(handover.from());
            Optional<Offer> then = smallest(handover.to());
            if (now.isPresent() && then.isPresent() && limit(then.get()) < limit(now.get())) {
                findings.add(finding(situation, handover, now.get(), then.get()));
            }
        }
        return findings;
    }

    private static Optional<Offer> smallest(SiteReport site) {
        return Handover.offers(site).stream()
                .filter(offer -> size(offer).isPresent())
                .min(Comparator.comparingLong(SmtpSize::limit));
    }

    private static OptionalLong size(Offer offer) {
        return offer.address().extensions().longestMessage();
    }

    private static long limit(Offer offer) {
        return size(offer).orElse(Long.MAX_VALUE);
    }

    private Finding finding(Situation situation, Handover handover, Offer now, Offer then) {
        return handover.say(this, situation, then.host(), "RFC 1870, section 6")
                .warn(
                        handover.to().site()
                                + " takes messages of at most "
                                + mega(limit(then))
                                + " ("
                                + then.host().toString(true)
                                + "), "
                                + handover.from().site()
                                + " of "
                                + mega(limit(now))
                                + Say.for_(handover.domains())
                                + ": longer ones will be returned",
                        "raise the limit of "
                                + then.host().toString(true)
                                + " (Postfix: `message_size_limit`)");
    }

    private static String mega(long octets) {
        return octets == Long.MAX_VALUE
                ? "any length"
                : String.format(Locale.ROOT, "%.1f MB", octets / MEGA);
    }
}

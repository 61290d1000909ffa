package io.mxfail.core.guard;

import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// How the mail that sites send fares with SPF, DKIM and DMARC now, for receivers that remember old
/// records for a while, and once a plan is carried out, in lines that gather the domains for which
/// it is the same. What is wrong is a finding; this is the rest of the picture.
public final class Outgoing {
    private static final int NAMED = 3;
    private static final String UNKNOWN = "nothing that is known";

    private Outgoing() {}

    /// @param submitted whether applications send it through the site's relay
    /// @param asked whether a DMARC policy can be read
    private record Way(String site, boolean submitted, boolean asked, Faring faring) {}

    /// @param now by what it passes
    /// @param between by what it passes in the worst mixture of old and new records
    private record Faring(String now, String between, String then) {
        /// Whether nobody can tell anything, which is worth a line only where a policy asks.
        boolean isUnknown() {
            return Stream.of(now, between, then).allMatch(UNKNOWN::equals);
        }
    }

    /// One line for each way of faring; none where nothing is planned.
    public static List<String> of(Situation situation) {
        if (!situation.planned()) {
            return List.of();
        }
        MailDns now = situation.names().dns().before();
        MailDns then = situation.names().dns().after();
        var ways = new LinkedHashMap<Way, Set<String>>();
        for (Authored mail : Authored.of(situation)) {
            Optional<DmarcPolicy> policy =
                    then.dmarc(mail.author()).policy()
                                    instanceof Published.Valid<DmarcPolicy>(DmarcPolicy valid)
                            ? Optional.of(valid)
                            : Optional.empty();
            Alignment after = at(mail, policy, then);
            var way =
                    new Way(
                            mail.site(),
                            mail.submitted(),
                            policy.isPresent(),
                            new Faring(
                                    word(at(mail, policy, now)),
                                    word(after.between(situation, mail, policy)),
                                    word(after)));
            ways.computeIfAbsent(way, _ -> new TreeSet<>()).add(mail.authorText());
        }
        boolean moves = !situation.moments().areOne();
        return ways.entrySet().stream()
                .filter(way -> way.getKey().asked() || !way.getKey().faring().isUnknown())
                .map(one -> line(one.getKey(), one.getValue(), moves))
                .toList();
    }

    private static Alignment at(Authored mail, Optional<DmarcPolicy> policy, MailDns moment) {
        return policy.map(asks -> Alignment.of(mail, asks, moment))
                .orElseGet(() -> Alignment.unasked(mail, moment));
    }

    private static String line(Way way, Set<String> domains, boolean moves) {
        String by = way.asked() ? "by " : "";
        return "mail of "
                + Say.some(domains, NAMED)
                + (way.submitted() ? " through " : " from ")
                + way.site()
                + " passes "
                + (way.asked() ? "DMARC " : "")
                + by
                + way.faring().then()
                + when(way.faring(), by, moves)
                + (way.asked() ? "" : " (no DMARC policy)");
    }

    private static String when(Faring faring, String by, boolean moves) {
        boolean late = !faring.between().equals(faring.then());
        if (faring.now().equals(faring.then())) {
            return late
                    ? ", as it does now; " + by + faring.between() + " where old records linger"
                    : ", as it does now" + (moves ? " and in between" : "");
        }
        return " after the switch; now "
                + by
                + faring.now()
                + (late && faring.between().equals(faring.now())
                        ? ", and so where old records linger"
                        : late ? "; " + by + faring.between() + " where old records linger" : "");
    }

    private static String word(Alignment alignment) {
        boolean spf = alignment.spf() instanceof Alignment.Leg.Passes;
        boolean dkim = alignment.dkim() instanceof Alignment.Leg.Passes;
        if (spf || dkim) {
            return spf && dkim ? "SPF and DKIM" : spf ? "SPF" : "DKIM";
        }
        return alignment.fails() ? "neither SPF nor DKIM" : UNKNOWN;
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.plan.Moments;

import org.xbill.DNS.Name;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How mail fares with DMARC at one moment: whether something that passes is of the author's own
/// domain (RFC 9989, section 5.3).
///
/// @param spf by the envelope's domain
/// @param dkim by the domain that a key signs for
record Alignment(Leg spf, Leg dkim) {
    /// One of the two ways to pass.
    sealed interface Leg {
        /// It passes, by that.
        record Passes(String by) implements Leg {}

        /// It may pass: something is not known.
        record Unclear(String why) implements Leg {}

        /// It does not.
        record Fails(String why) implements Leg {}
    }

    /// Any address: whether a domain has an SPF record at all shows with each.
    private static final String ANYBODY = "192.0.2.1";

    /// Judges mail at a moment by a policy's own modes.
    static Alignment of(Authored mail, DmarcPolicy policy, MailDns moment) {
        return new Alignment(
                spf(mail, policy.strictSpf(), moment), dkim(mail, policy.strictDkim(), moment));
    }

    /// The same where no policy asks whose the domain is: whether SPF and DKIM pass at all.
    static Alignment unasked(Authored mail, MailDns moment) {
        return new Alignment(
                passing(mail, mail.envelope().orElse(mail.author()), moment),
                usable(keys(mail, moment)));
    }

    /// The worst that receivers find that remember some records from before: of mail that passes in
    /// the end; other mail fares no better before.
    ///
    /// @param policy that asks whose the domain is; empty: none does
    Alignment between(Situation situation, Authored mail, Optional<DmarcPolicy> policy) {
        Moments moments = situation.moments();
        if (moments.areOne()) {
            return this;
        }
        return new Alignment(
                spf instanceof Leg.Passes ? spfBetween(moments, mail) : spf,
                dkim instanceof Leg.Passes ? dkimBetween(moments, mail, policy) : dkim);
    }

    private Leg spfBetween(Moments moments, Authored mail) {
        Name envelope = mail.envelope().orElse(mail.author());
        List<Moments.SenderSpf> late =
                mail.senders().stream()
                        .flatMap(sender -> moments.spf(sender, envelope).stream())
                        .filter(sender -> sender.late().isPresent())
                        .toList();
        if (late.isEmpty()) {
            return spf;
        }
        Mixtures.Told<SpfVerdict> worst = late.getFirst().late().orElseThrow();
        return new Leg.Fails(
                "with "
                        + Moments.called(worst.old())
                        + " SPF of "
                        + envelope.toString(true)
                        + " does not pass "
                        + Say.some(late.stream().map(Moments.SenderSpf::address).toList()));
    }

    private Leg dkimBetween(Moments moments, Authored mail, Optional<DmarcPolicy> policy) {
        return moments
                .mixtures()
                .of(
                        moment ->
                                policy.map(asks -> dkim(mail, asks.strictDkim(), moment))
                                        .orElseGet(() -> usable(keys(mail, moment))))
                .stream()
                .filter(told -> told.outcome() instanceof Leg.Fails)
                // for keys of a site that does not send yet nobody has asked
                .filter(
                        told ->
                                mail.site().equals(mail.domain().from())
                                        || told.old().stream().noneMatch(Mixtures.Old::isMissing))
                .min(Comparator.comparingInt(told -> told.old().size()))
                .<Leg>map(
                        told ->
                                new Leg.Fails(
                                        "with "
                                                + Moments.called(told.old())
                                                + " none of its keys can be used"))
                .orElse(dkim);
    }

    /// Whether receivers would find neither way to pass.
    boolean fails() {
        return spf instanceof Leg.Fails && dkim instanceof Leg.Fails;
    }

    /// Whether it is known to pass.
    boolean passes() {
        return spf instanceof Leg.Passes || dkim instanceof Leg.Passes;
    }

    /// By what it passes, for people; empty: it is not known to.
    Optional<String> by() {
        return spf instanceof Leg.Passes(String envelope)
                ? Optional.of(
                        envelope + (dkim instanceof Leg.Passes(String key) ? " and " + key : ""))
                : dkim instanceof Leg.Passes(String key) ? Optional.of(key) : Optional.empty();
    }

    /// What stands against it, for people.
    String why() {
        return List.of(spf, dkim).stream()
                .flatMap(
                        leg ->
                                switch (leg) {
                                    case Leg.Passes _ -> java.util.stream.Stream.<String>empty();
                                    case Leg.Unclear(String why) -> java.util.stream.Stream.of(why);
                                    case Leg.Fails(String why) -> java.util.stream.Stream.of(why);
                                })
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
    }

    private static Leg spf(Authored mail, boolean strict, MailDns moment) {
        Name envelope = mail.envelope().orElse(mail.author());
        String name = envelope.toString(true);
        if (!isAligned(envelope, mail.author(), strict, moment)) {
            return new Leg.Fails(
                    "its envelope's domain "
                            + name
                            + " is not "
                            + (strict ? mail.authorText() + " itself, as aspf=s asks" : "aligned"));
        }
        return passing(mail, envelope, moment);
    }

    private static Leg passing(Authored mail, Name envelope, MailDns moment) {
        String name = envelope.toString(true);
        List<SpfResult> results =
                mail.senders().stream()
                        .map(sender -> moment.spf(sender, envelope))
                        .flatMap(Optional::stream)
                        .map(SpfVerdict::result)
                        .toList();
        if (results.isEmpty()) {
            return hasNoSpf(envelope, moment)
                    ? new Leg.Fails(name + " has no SPF record")
                    : new Leg.Unclear(
                            mail.envelope().isPresent()
                                    ? "no `senders` to ask the SPF record of " + name + " for"
                                    : "the domain in its envelope is not known");
        }
        if (results.contains(SpfResult.PASS)) {
            return mail.envelope().isPresent() || !mail.submitted()
                    ? new Leg.Passes("SPF of " + name)
                    : new Leg.Unclear("the domain in its envelope is not known");
        }
        return results.contains(SpfResult.TEMPERROR)
                ? new Leg.Unclear("nobody tells what SPF of " + name + " says")
                : new Leg.Fails("SPF of " + name + " passes none of its `senders`");
    }

    private static boolean hasNoSpf(Name domain, MailDns moment) {
        return moment.spf(ANYBODY, domain)
                .filter(verdict -> verdict.result() == SpfResult.NONE)
                .isPresent();
    }

    private static Leg dkim(Authored mail, boolean strict, MailDns moment) {
        List<DkimKeys.Selector> keys = keys(mail, moment);
        if (keys.isEmpty()) {
            return new Leg.Fails("the site names no key under `dkim`");
        }
        List<DkimKeys.Selector> aligned =
                keys.stream()
                        .filter(
                                key ->
                                        isAligned(
                                                key.signingDomain(), mail.author(), strict, moment))
                        .toList();
        if (aligned.isEmpty()) {
            return new Leg.Fails(
                    "its keys sign for "
                            + Say.names(
                                    keys.stream()
                                            .map(DkimKeys.Selector::signingDomain)
                                            .distinct()
                                            .toList())
                            + ", which is not "
                            + (strict
                                    ? mail.authorText() + " itself, as adkim=s asks"
                                    : "aligned"));
        }
        return usable(aligned);
    }

    private static List<DkimKeys.Selector> keys(Authored mail, MailDns moment) {
        return DkimKeys.of(mail.domain(), mail.site(), moment);
    }

    private static Leg usable(List<DkimKeys.Selector> keys) {
        Optional<DkimKeys.Selector> usable =
                keys.stream().filter(key -> key.usable().isPresent()).findFirst();
        if (usable.isPresent()) {
            return new Leg.Passes("the key " + usable.get().name().toString(true));
        }
        // a key without an answer may be there: another rule says that it is not known
        return keys.stream().anyMatch(key -> key.key() instanceof Published.NoAnswer)
                ? new Leg.Unclear("nobody tells of its key")
                : new Leg.Fails("none of its keys can be used");
    }

    /// Whether a domain is the author's: the very domain in strict mode, else one of the same
    /// organisation (RFC 9989, section 4.4).
    private static boolean isAligned(Name one, Name author, boolean strict, MailDns moment) {
        return one.equals(author)
                || !strict && moment.organisation(one).equals(moment.organisation(author));
    }
}

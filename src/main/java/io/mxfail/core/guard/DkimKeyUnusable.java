package io.mxfail.core.guard;

import io.mxfail.core.mail.DkimKey;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.Mode;

import java.util.List;
import java.util.Optional;

/// A selector that a site signs with gives verifiers no usable key: it is missing at the end of the
/// alias, revoked or broken (RFC 6376, section 6.1.2). That site's signatures do not verify.
final class DkimKeyUnusable implements Rule {
    @Override
    public String id() {
        return "DKIM-KEY-UNUSABLE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return DkimKeys.of(situation).stream()
                .filter(selector -> !revoked(situation, selector.site()))
                .flatMap(selector -> finding(situation, selector).stream())
                .toList();
    }

    /// In a breach the keys of the site being left are revoked on purpose.
    private static boolean revoked(Situation situation, String site) {
        return situation.task().mode() == Mode.BREACH
                && situation.task().to().filter(to -> !to.equals(site)).isPresent();
    }

    private Optional<Finding> finding(Situation situation, DkimKeys.Selector selector) {
        String name = selector.name().toString(true);
        Say say =
                Say.domainAt(
                        this,
                        situation,
                        selector.domain().name(),
                        selector.site(),
                        name,
                        "RFC 6376, section 6.1.2");
        return switch (selector.key()) {
            case Published.NoAnswer<DkimKey>(String detail) ->
                    Optional.of(
                            say.unknown(
                                    "no answer for the DKIM key " + name + ": " + detail,
                                    "check again when its name servers answer"));
            case Published.Missing<DkimKey> _ -> Optional.of(missing(situation, say, selector));
            case Published.Several<DkimKey>(int count) ->
                    Optional.of(
                            say.crit(
                                    count + " TXT records at " + name + ": verifiers may take any",
                                    "leave the one key of this selector there"));
            case Published.Invalid<DkimKey> _ -> Optional.empty();
            case Published.Valid<DkimKey>(DkimKey.Revoked _) ->
                    Optional.of(
                            say.crit(
                                    "the DKIM key " + name + " is revoked (`p=` is empty)",
                                    "sign with another selector; a revoked one is never used"
                                            + " again"));
            case Published.Valid<DkimKey>(DkimKey.Broken(String reason)) ->
                    Optional.of(
                            say.crit(
                                    "verifiers cannot use the DKIM key " + name + ": " + reason,
                                    "put the key there as the sending service shows it"));
            case Published.Valid<DkimKey>(DkimKey.Usable usable) ->
                    selector.usable().isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    say.crit(
                                            "the DKIM key "
                                                    + name
                                                    + " has "
                                                    + usable.bits()
                                                    + " bits: verifiers ignore it (RFC 8301)",
                                            "sign with a key of 2048 bits"));
        };
    }

    /// Nobody published the record yet, or what it leads to is not there.
    private static Finding missing(Situation situation, Say say, DkimKeys.Selector selector) {
        String name = selector.name().toString(true);
        MailDns now = situation.names().dns().before();
        boolean published = situation.planned() || now.alias(selector.name()).isPresent();
        List<String> records =
                Optional.ofNullable(
                                selector.domain().transition().view().sites().get(selector.site()))
                        .stream()
                        .flatMap(site -> site.dkim().stream())
                        .filter(record -> record.getName().equals(selector.name()))
                        .map(ToPublish::record)
                        .toList();
        return published || records.isEmpty()
                ? say.crit(
                        "there is no DKIM key at " + name + ", where its alias leads",
                        "set the key up at the provider that the record points to")
                : say.crit(
                        "there is no DKIM key at " + name,
                        "publish "
                                + ToPublish.all(records)
                                + ": `mxfail prepare --to "
                                + selector.site()
                                + "` does");
    }
}

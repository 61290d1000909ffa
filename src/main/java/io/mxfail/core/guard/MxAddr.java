package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.Use;
import io.mxfail.core.mail.MailHost;
import io.mxfail.core.mail.MailHost.Resolution;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An MX that has no address. Senders report an error, and some return the mail at once (RFC 5321,
/// section 5.1).
final class MxAddr implements Rule {
    @Override
    public String id() {
        return "MX-ADDR";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .mailHosts()
                .forEach((host, use) -> finding(situation, host, use).ifPresent(findings::add));
        return findings;
    }

    private Optional<Finding> finding(Situation situation, Name host, Use use) {
        // the profile says where the host is reached instead of by its own address
        boolean elsewhere =
                situation
                        .task()
                        .profile()
                        .probing()
                        .smtp()
                        .connectTo()
                        .containsKey(host.toString(true));
        Optional<MailHost> known = Optional.ofNullable(situation.names().hosts().get(host));
        Say say =
                Say.host(
                        this,
                        situation,
                        use.site(),
                        use.domains(),
                        host.toString(),
                        "RFC 5321, section 5.1");
        String who = "the MX " + host.toString(true) + Say.for_(use.domains());
        Resolution resolution = known.map(MailHost::resolution).orElse(Resolution.FAILED);
        return switch (resolution) {
            case FOUND -> Optional.empty();
            case FAILED ->
                    elsewhere
                            ? Optional.empty()
                            : Optional.of(
                                    say.unknown(
                                            who
                                                    + ": no server tells its address ("
                                                    + known.map(MailHost::detail)
                                                            .filter(d -> !d.isEmpty())
                                                            .orElse("not asked")
                                                    + ")",
                                            "ask again when its name servers answer"));
            case NO_ADDRESS, NO_SUCH_NAME -> {
                String what =
                        who
                                + (resolution == Resolution.NO_ADDRESS
                                        ? " has no A or AAAA record"
                                        : " does not exist");
                String fix =
                        "have who runs it give it an address (A, and AAAA where it has one), or"
                                + " correct `mx` of the site in the profile";
                yield Optional.of(
                        elsewhere
                                ? say.warn(
                                        what
                                                + "; only this profile's `smtp.connect-to` reaches"
                                                + " it, strangers do not",
                                        fix)
                                : say.crit(what, fix));
            }
        };
    }
}

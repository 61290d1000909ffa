package io.mxfail.core.probe;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What a reply means for mail to a recipient; the later in this list, the worse for the mail.
public enum Verdict {
    /// Never asked: no evidence at all.
    NOT_ASKED,
    /// The host takes mail for it.
    ACCEPTED,
    /// Asked, but what came says nothing about strangers' mail: the null sender was refused and
    /// no other was given, or a slow conversation outlasted our time.
    INCONCLUSIVE,
    /// The host refused this machine (blocklist, no PTR record, its EHLO name): it says nothing
    /// about other senders.
    REFUSED_PROBE,
    /// A first contact is put off on purpose; it says nothing about the recipient.
    GREYLISTED,
    /// The connection broke or stayed silent: senders try again.
    NO_ANSWER,
    /// 4xx: senders keep the mail and try again.
    TEMPFAIL,
    /// 5xx for another reason: senders return the mail.
    REFUSED,
    /// 5xx: no such mailbox. Senders return the mail.
    REFUSED_UNKNOWN_USER,
    /// 5xx: the host does not serve the domain. Senders return the mail.
    REFUSED_RELAY;

    private static final Set<String> ABOUT_THE_USER =
            Set.of("5.1.0", "5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.2.0", "5.2.1", "5.4.1");
    private static final Set<String> ABOUT_THE_DOMAIN =
            Set.of("5.1.2", "5.4.4", "5.7.54", "5.7.64");
    /// RFC 3463 (bad sender), RFC 7372 (SPF, reverse DNS), RFC 7505 (sender has a null MX).
    private static final Set<String> ABOUT_THE_PROBE =
            Set.of("1.7", "1.8", "7.23", "7.25", "7.26", "7.27");

    private static final Pattern RELAY =
            words(
                    "relay",
                    "relaying",
                    "rcpthosts",
                    "not our domain",
                    "(domain|host) (is )?not (hosted|served|local)");
    private static final Pattern PROBE =
            words(
                    "black ?list(ed)?|block"
                            + " ?list(ed)?|dnsbl|rbl|spamhaus|spamcop|barracuda(central)?|sorbs",
                    "(client|your)"
                        + " (host|ip|server|address|network)[^.]*(block(ed)?|reject(ed)?|denied|banned|refused|listed)",
                    "(blocked|rejected|listed|banned) (by|using|in|at)",
                    "banned sending ip|(bad|poor|low) reputation|your reputation|ip reputation",
                    "ptr|rdns|reverse (dns|hostname|lookup|mapping)|reverse-?dns|fcrdns|dynamic"
                            + " ip|dial-?up",
                    "(helo|ehlo)( command)?|helo name",
                    "sender address rejected|sender verify failed|sender domain|spf");
    private static final Pattern UNKNOWN =
            words(
                    "(user|mailbox|recipient|address|account|alias) (is"
                            + " )?(unknown|unavailable|invalid|not found|disabled)",
                    "(unknown|no such|invalid|unrouteable|nonexistent) (local"
                            + " )?(user|mailbox|recipient|address|account|person)",
                    "does(n't| not) exist|no mailbox|not a valid (mailbox|user|recipient)|user not"
                            + " local");
    private static final Pattern GREYLIST = words("gr[ae]y[ -]?list(ed|ing)?");
    private static final Pattern NULL_SENDER =
            words(
                    "null sender|empty sender|null (return|reverse)[ -]path|bounce(s)? (not|are"
                            + " not)",
                    "sender <>");
    private static final Pattern ADDRESS = Pattern.compile("<[^>]*>");

    /// The host takes, or would take, the mail back to its sender at once.
    public boolean isRefusal() {
        return this == REFUSED || this == REFUSED_UNKNOWN_USER || this == REFUSED_RELAY;
    }

    /// Reads a reply to any step up to `RCPT`. Codes come before words, and words of the
    /// recipient's own address do not count: `ptr@block.example.test` is no blocklist.
    ///
    /// @param address the recipient's; empty: none was asked about
    public static Verdict of(Stage stage, Reply reply, String address) {
        if (!reply.isPresent()) {
            return NO_ANSWER;
        }
        String text = words(reply, address);
        String detail = reply.enhanced().isEmpty() ? "" : reply.enhanced().substring(2);
        if (reply.isTransient()) {
            if (GREYLIST.matcher(text).find()) {
                return GREYLISTED;
            }
            if (isAboutTheProbe(detail, text)) {
                return REFUSED_PROBE;
            }
            return stage == Stage.RCPT && Greylisting.namesItsDelay(reply) ? GREYLISTED : TEMPFAIL;
        }
        if (!reply.isPermanent()) {
            return stage == Stage.RCPT && reply.isPositive() ? ACCEPTED : INCONCLUSIVE;
        }
        if (stage != Stage.RCPT) {
            return isAboutTheProbe(detail, text) ? REFUSED_PROBE : REFUSED;
        }
        if (ABOUT_THE_USER.contains(reply.enhanced())) {
            return REFUSED_UNKNOWN_USER;
        }
        if (ABOUT_THE_DOMAIN.contains(reply.enhanced()) || RELAY.matcher(text).find()) {
            return REFUSED_RELAY;
        }
        if (isAboutTheProbe(detail, text)) {
            return REFUSED_PROBE;
        }
        if (UNKNOWN.matcher(text).find()) {
            return REFUSED_UNKNOWN_USER;
        }
        return reply.enhanced().equals("5.7.1") ? REFUSED_RELAY : REFUSED;
    }

    /// A refusal that blames the empty sender: some hosts say so only at `RCPT`.
    public static boolean blamesNullSender(Stage stage, Reply reply, String address) {
        if (!reply.isPermanent() || reply.code() == 530) {
            return false;
        }
        String text = reply.text().toLowerCase(Locale.ROOT);
        return stage == Stage.MAIL
                ? Verdict.of(stage, reply, address) == REFUSED
                : NULL_SENDER.matcher(text).find();
    }

    private static boolean isAboutTheProbe(String detail, String text) {
        return ABOUT_THE_PROBE.contains(detail) || PROBE.matcher(text).find();
    }

    private static String words(Reply reply, String address) {
        String text = reply.text().toLowerCase(Locale.ROOT);
        if (!address.isEmpty()) {
            text = text.replace(address.toLowerCase(Locale.ROOT), " ");
        }
        return ADDRESS.matcher(text).replaceAll(" ");
    }

    private static Pattern words(String... alternatives) {
        return Pattern.compile("(?<![\\w-])(?:" + String.join("|", alternatives) + ")(?![\\w-])");
    }
}

package io.mxfail.lab.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// One way in which a name server misbehaves on demand. Each has a text form, for the command line
/// of the lab: [#parse] and [#text] are inverse.
public sealed interface Fault {
    /// Nothing is answered and nothing applied, as if the packets were lost on their way in.
    record Drop() implements Fault {}

    /// Requests are carried out at once and answered late.
    record Delay(Duration by) implements Fault {}

    /// Everything is answered with this rcode and nothing applied; signed if the request was.
    record Answer(int rcode) implements Fault {
        public Answer {
            if (rcode < 0 || rcode > 15) {
                throw new IllegalArgumentException("no rcode of a header: " + rcode);
            }
        }
    }

    /// A datagram with another id comes before each right one (UDP only).
    record WrongIdFirst() implements Fault {}

    /// Every answer over UDP is empty and marked truncated.
    record Truncate() implements Fault {}

    /// TCP connections are reset as soon as they are made.
    record RefuseTcp() implements Fault {}

    /// Updates are applied and their answers lost: the sender cannot know.
    record LoseUpdateAnswers() implements Fault {}

    /// Requests wait, and are carried out when the fault is lifted: a stopped process or a long
    /// network outage.
    record Freeze() implements Fault {}

    /// Updates of one zone are REFUSED.
    record RefuseUpdates(Name zone) implements Fault {}

    /// The server's clock is wrong by this much, which signed requests notice.
    record ClockSkew(Duration by) implements Fault {}

    /// Answers lack the mark of authority (AA), as those of a server that only remembers them.
    record NotAuthoritative() implements Fault {}

    /// The records of one answer have different TTLs, which RFC 2181, section 5.2, forbids.
    record MixedTtls() implements Fault {}

    /// Another fault, for queries of one type only.
    record OnType(int type, Fault fault) implements Fault {}

    /// Another fault, for queries only.
    record OnQueries(Fault fault) implements Fault {}

    /// Another fault, for updates only.
    record OnUpdates(Fault fault) implements Fault {}

    /// Reads `drop`, `delay 2s`, `servfail` or another rcode, `wrong-id-first`, `truncate`,
    /// `refuse-tcp`, `lose-update-answers`, `freeze`, `refuse-updates ZONE`, `clock-skew 10m`,
    /// `not-authoritative`, `mixed-ttls`, or one of these after `queries:`, `updates:` or a type
    /// such as `mx:`.
    ///
    /// @throws IllegalArgumentException if the text is none of these
    static Fault parse(String text) {
        String[] words = text.strip().replaceFirst("^(?i)[a-z0-9]+:", "$0 ").split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "drop" -> new Drop();
            case "delay" -> new Delay(duration(rest));
            case "wrong-id-first" -> new WrongIdFirst();
            case "truncate" -> new Truncate();
            case "refuse-tcp" -> new RefuseTcp();
            case "lose-update-answers" -> new LoseUpdateAnswers();
            case "freeze" -> new Freeze();
            case "refuse-updates" -> new RefuseUpdates(ZoneVersion.absolute(rest, Name.root));
            case "clock-skew" -> new ClockSkew(duration(rest));
            case "not-authoritative" -> new NotAuthoritative();
            case "mixed-ttls" -> new MixedTtls();
            case "queries:" -> new OnQueries(parse(rest));
            case "updates:" -> new OnUpdates(parse(rest));
            case String word when word.endsWith(":") && type(word) > 0 ->
                    new OnType(type(word), parse(rest));
            case String word -> new Answer(rcode(word));
        };
    }

    /// The form that [#parse] reads.
    default String text() {
        return switch (this) {
            case Drop() -> "drop";
            case Delay(var by) -> "delay " + text(by);
            case Answer(int rcode) -> Rcode.string(rcode).toLowerCase(Locale.ROOT);
            case WrongIdFirst() -> "wrong-id-first";
            case Truncate() -> "truncate";
            case RefuseTcp() -> "refuse-tcp";
            case LoseUpdateAnswers() -> "lose-update-answers";
            case Freeze() -> "freeze";
            case RefuseUpdates(var zone) -> "refuse-updates " + zone;
            case ClockSkew(var by) -> "clock-skew " + text(by);
            case NotAuthoritative() -> "not-authoritative";
            case MixedTtls() -> "mixed-ttls";
            case OnType(var type, var fault) ->
                    Type.string(type).toLowerCase(Locale.ROOT) + ": " + fault.text();
            case OnQueries(var fault) -> "queries: " + fault.text();
            case OnUpdates(var fault) -> "updates: " + fault.text();
        };
    }

    /// A fault that answers everything with SERVFAIL.
    static Fault servfail() {
        return new Answer(Rcode.SERVFAIL);
    }

    private static int type(String word) {
        return Type.value(word.substring(0, word.length() - 1).toUpperCase(Locale.ROOT));
    }

    private static int rcode(String word) {
        int rcode = Rcode.value(word.toUpperCase(Locale.ROOT));
        if (rcode < 0) {
            throw new IllegalArgumentException(
                    "no such fault: %s; there are drop, delay 2s, servfail (or another rcode), wrong-id-first, truncate, refuse-tcp, lose-update-answers, freeze, refuse-updates ZONE, clock-skew 10m, not-authoritative, mixed-ttls; queries:, updates: or a type such as mx: before one limits it"
                            .formatted(word));
        }
        return rcode;
    }

    /// ISO durations without their `PT`, lower case: `2s`, `1.5s`, `-10m`.
    private static Duration duration(String text) {
        try {
            boolean negative = text.startsWith("-");
            Duration size = Duration.parse("PT" + (negative ? text.substring(1) : text));
            return negative ? size.negated() : size;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a duration like 2s or 10m: " + text, e);
        }
    }

    private static String text(Duration by) {
        return (by.isNegative() ? "-" : "")
                + by.abs().toString().substring(2).toLowerCase(Locale.ROOT);
    }
}

package io.mxfail.core.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a message came, as the hosts on its way wrote into its header.
///
/// It is their word: only the newest fields are those of a host that we know.
///
/// @param hops in the order of travel (RFC 5321, section 4.4)
/// @param verdicts by method (`spf`, `dkim`, `dmarc`), what the newest `Authentication-Results`
///   says (RFC 8601); absent where it says nothing
public record MessageTrace(List<Hop> hops, Map<String, String> verdicts) {
    private static final int MOST_HOPS = 30;
    private static final Pattern FROM = Pattern.compile("^from\\s+(\\S+)", ignoringCase());
    private static final Pattern BY = Pattern.compile("(?:^|\\s)by\\s+(\\S+)", ignoringCase());
    private static final Pattern WITH = Pattern.compile("\\swith\\s+(\\w+)", ignoringCase());
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern RESULT =
            Pattern.compile("^(spf|dkim|dmarc)\\s*=\\s*([A-Za-z]+)(?=\\s|$)", ignoringCase());

    public MessageTrace {
        hops = List.copyOf(hops);
        verdicts = Map.copyOf(verdicts);
    }

    private static int ignoringCase() {
        return Pattern.CASE_INSENSITIVE;
    }

    /// One step of the way.
    ///
    /// @param from who gave it; empty where the field does not say
    /// @param by who took it
    /// @param protocol such as `ESMTPS` (RFC 3848); empty where the field does not say
    public record Hop(String from, String by, String protocol) {
        /// The protocol's name says that the hop was encrypted.
        public boolean isEncrypted() {
            return protocol.toUpperCase(Locale.ROOT).matches("(UTF8)?(E?SMTP|LMTP)SA?");
        }
    }

    /// Reads the trace out of a header.
    public static MessageTrace of(HeaderFields header) {
        var hops = new ArrayList<Hop>();
        for (String received : header.all("received").reversed()) {
            if (hops.size() < MOST_HOPS) {
                hop(received).ifPresent(hops::add);
            }
        }
        List<String> results = header.all("authentication-results");
        return new MessageTrace(hops, results.isEmpty() ? Map.of() : verdicts(results.getFirst()));
    }

    private static Optional<Hop> hop(String received) {
        String plain = withoutComments(received);
        Matcher by = BY.matcher(plain);
        return by.find()
                ? Optional.of(new Hop(group(FROM, plain), word(by.group(1)), group(WITH, plain)))
                : Optional.empty();
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? word(matcher.group(1)) : "";
    }

    private static String word(String text) {
        String end = text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        return end.length() > 255 ? end.substring(0, 255) : end;
    }

    /// With several signatures one that passes counts, as it does for DMARC.
    private static Map<String, String> verdicts(String results) {
        var found = new LinkedHashMap<String, String>();
        for (String part : withoutComments(results).split(";", -1)) {
            Matcher result = RESULT.matcher(part.strip());
            if (result.find()) {
                found.merge(
                        result.group(1).toLowerCase(Locale.ROOT),
                        result.group(2).toLowerCase(Locale.ROOT),
                        (first, next) -> next.equals("pass") ? next : first);
            }
        }
        return found;
    }

    /// Comments nest; an unclosed one stays as it is.
    private static String withoutComments(String text) {
        String before = text;
        while (true) {
            String after = COMMENT.matcher(before).replaceAll(" ");
            if (after.equals(before)) {
                return after.replaceAll("\\s+", " ").strip();
            }
            before = after;
        }
    }
}

package io.mxfail.adapter.route53;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which values the service takes, after its page on record types.
final class FakeValues {
    private static final int LONGEST_VALUE = 4000;
    private static final int LONGEST_STRING = 255;
    private static final String HOST = "(\\.|[!-~]+)";
    private static final String NUMBER = "([0-9]{1,5})";
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern NAME = Pattern.compile(HOST);
    private static final Pattern MX = Pattern.compile(NUMBER + " +" + HOST);
    private static final Pattern SRV =
            Pattern.compile(NUMBER + " " + NUMBER + " " + NUMBER + " " + HOST);
    private static final Pattern TLSA =
            Pattern.compile("[0-3] [01] [0-2] [0-9a-fA-F]+( [0-9a-fA-F]+)*");

    /// Quoted strings; octets outside of printable ASCII as octal escapes.
    private static final Pattern TXT =
            Pattern.compile("\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\]|\\\\[0-3][0-7]{2})*\"");

    private FakeValues() {}

    static List<String> wrong(String type, List<String> values) {
        var wrong = new ArrayList<String>();
        if (values.isEmpty()) {
            wrong.add("A resource record set must contain at least one resource record");
        }
        if (new HashSet<>(values).size() != values.size()) {
            wrong.add("Duplicate Resource Record: '" + values + "'");
        }
        if (type.equals("CNAME") && values.size() > 1) {
            wrong.add("RRSet of type CNAME must contain exactly one resource record");
        }
        for (String value : values) {
            wrong(type, value)
                    .ifPresent(
                            problem ->
                                    wrong.add(
                                            "Invalid Resource Record: 'FATAL problem: "
                                                    + problem
                                                    + " encountered with '"
                                                    + value
                                                    + "''"));
        }
        return wrong;
    }

    private static Optional<String> wrong(String type, String value) {
        if (value.length() > LONGEST_VALUE) {
            return Optional.of("ValueTooLong");
        }
        return switch (type) {
            case "A" -> unless(IPV4, value, "ARRDATAIllegalIPv4Address");
            case "AAAA" -> unless(IPV6, value, "AAAARRDATAIllegalIPv6Address");
            case "CNAME", "NS", "PTR" -> unless(NAME, value, "DomainLabelEmpty");
            case "MX" -> unless(MX, value, "MXRRDATANotTwoFields");
            case "SRV" -> unless(SRV, value, "SRVRRDATANotFourFields");
            case "TLSA" -> unless(TLSA, value, "TLSARRDATAInvalid");
            case "TXT" -> text(value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> unless(Pattern pattern, String value, String problem) {
        return pattern.matcher(value).matches() ? Optional.empty() : Optional.of(problem);
    }

    private static Optional<String> text(String value) {
        var strings = TXT.matcher(value);
        int from = 0;
        while (strings.find(from) && strings.start() == from) {
            String inner = strings.group().substring(1, strings.group().length() - 1);
            if (inner.replaceAll("\\\\([0-7]{3}|.)", "x").length() > LONGEST_STRING) {
                return Optional.of("CharacterStringTooLong (Value is too long)");
            }
            from = strings.end();
            if (from == value.length()) {
                return Optional.empty();
            }
            if (value.charAt(from) != ' ') {
                break;
            }
            from++;
        }
        return Optional.of("InvalidCharacterString (Value should be enclosed in quotation marks)");
    }
}

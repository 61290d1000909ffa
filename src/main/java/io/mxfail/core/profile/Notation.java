package io.mxfail.core.profile;

import io.mxfail.core.mail.SpfTerm;

import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// Reads the record notation of profiles: zone-file text without TTL and class, names
/// relative to the domain.
///
/// It is stricter than a zone file where a slip would send mail astray: a host with a dot
/// inside but none at its end, an unquoted `;`, the types that no profile may write.
public final class Notation {
    private static final Set<Integer> TYPES =
            Set.of(
                    Type.A,
                    Type.AAAA,
                    Type.CNAME,
                    Type.MX,
                    Type.TXT,
                    Type.SRV,
                    Type.TLSA,
                    Type.CAA,
                    Type.PTR,
                    Type.HTTPS,
                    Type.SVCB,
                    Type.NAPTR,
                    Type.SSHFP);
    private static final Set<Integer> NEVER =
            Set.of(Type.NS, Type.SOA, Type.DS, Type.DNSKEY, Type.RRSIG, Type.NSEC, Type.NSEC3);

    private Notation() {}

    /// An entry of `mx`, such as `10 mx1.primary.example.`; the record's TTL is 0.
    public static MXRecord mx(String text, Name domain) {
        noSemicolon(text);
        String[] parts = text.trim().split("\\s+");
        if (parts.length != 2) {
            throw new NotationException(
                    "not an MX entry: \"" + text + "\"",
                    "write `PREFERENCE HOST.`, such as `10 mx1.example.net.`");
        }
        if (!parts[0].matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(parts[0]) > 65535) {
            throw new NotationException(
                    "not an MX preference: \"" + parts[0] + "\"",
                    "a number from 0 to 65535 without leading zero (RFC 5321, section 5.1)");
        }
        Name host = host(parts[1], domain);
        return new MXRecord(domain, DClass.IN, 0, Integer.parseInt(parts[0]), host);
    }

    /// A term of `spf`, such as `ip4:192.0.2.0/28`.
    public static SpfTerm spf(String text) {
        SpfTerm term;
        try {
            term = new SpfTerm(text);
        } catch (IllegalArgumentException _) {
            throw new NotationException(
                    "not an SPF term: \"" + text + "\"",
                    "one term without blanks, such as `include:_spf.example.net`");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        String bare = "+-~?".indexOf(lower.charAt(0)) >= 0 ? lower.substring(1) : lower;
        String mechanism = bare.replaceFirst("[:/=].*", "");
        if (term.ends() || lower.startsWith("v=") || bare.startsWith("exp=")) {
            throw new NotationException(
                    "`" + text + "` does not authorise a sender",
                    "list the mechanisms of this site; `all`, `redirect=` and `exp=` stay as the"
                            + " zone has them");
        }
        if (!Set.of("ip4", "ip6", "a", "mx", "include", "exists", "ptr").contains(mechanism)
                || bare.startsWith(mechanism + "=")) {
            throw new NotationException(
                    "`" + text + "` is no SPF mechanism (RFC 7208, section 5)",
                    "one of ip4: ip6: include: a mx exists: ptr");
        }
        if (mechanism.startsWith("ip")) {
            network(text, bare, mechanism.equals("ip4") ? Address.IPv4 : Address.IPv6);
        } else if (Set.of("include", "exists").contains(mechanism)
                && bare.length() <= mechanism.length() + 1) {
            throw new NotationException(
                    "`" + text + "` names no domain", "write `" + mechanism + ":DOMAIN`");
        }
        return term;
    }

    private static void network(String text, String bare, int family) {
        String argument = bare.length() > 4 ? bare.substring(4) : "";
        int slash = argument.indexOf('/');
        String address = slash < 0 ? argument : argument.substring(0, slash);
        byte[] bytes = Address.toByteArray(address, family);
        boolean length =
                slash < 0
                        || (argument.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")
                                && Integer.parseInt(argument.substring(slash + 1))
                                        <= (family == Address.IPv4 ? 32 : 128));
        if (bytes == null || !length) {
            throw new NotationException(
                    "`"
                            + text
                            + "` holds no "
                            + (family == Address.IPv4 ? "IPv4" : "IPv6")
                            + " network",
                    family == Address.IPv4
                            ? "such as ip4:192.0.2.0/28"
                            : "such as ip6:2001:db8::/32");
        }
    }

    /// An entry of `records` or `dkim`, such as `smtp CNAME relay.primary.example.`; its TTL
    /// is 0.
    public static Record record(String text, Name domain) {
        noSemicolon(text);
        String[] parts = text.trim().split("\\s+", 3);
        if (parts.length < 3) {
            throw new NotationException(
                    "not a record: \"" + text + "\"",
                    "write `NAME TYPE DATA`, such as `smtp CNAME relay.example.net.`");
        }
        if (parts[1].matches("[0-9]+[smhdwSMHDW]?") || parts[1].matches("(?i)IN|CH|HS")) {
            throw new NotationException(
                    "\"" + parts[1] + "\" stands where the type belongs",
                    "leave TTL and class out: TTLs come from `ttl`, the class is always IN");
        }
        int type = Type.value(parts[1].toUpperCase(Locale.ROOT));
        if (NEVER.contains(type)) {
            throw new NotationException(
                    "mxfail never writes " + Type.string(type) + " records",
                    "leave it to whoever runs the zone");
        }
        if (!TYPES.contains(type)) {
            throw new NotationException(
                    "not a record type that a profile can hold: " + parts[1],
                    "one of "
                            + String.join(" ", TYPES.stream().map(Type::string).sorted().toList()));
        }
        Name name = owner(parts[0], domain);
        if (isDmarc(name)) {
            throw new NotationException(
                    "mxfail never writes a DMARC policy",
                    "publish `_dmarc` by hand; `check` judges it");
        }
        return parse(name, type, parts[2], domain);
    }

    private static boolean isDmarc(Name name) {
        return name.labels() > 1 && name.getLabelString(0).equalsIgnoreCase("_dmarc");
    }

    private static Record parse(Name name, int type, String data, Name domain) {
        if (type == Type.TXT) {
            return TxtNotation.record(name, data);
        }
        checkNumbers(type, data);
        checkHosts(type, data, domain);
        try {
            return Record.fromString(name, type, DClass.IN, 0, data, domain);
        } catch (IOException e) {
            throw new NotationException(
                    "not valid "
                            + Type.string(type)
                            + " data: \""
                            + data
                            + "\" ("
                            + e.getMessage()
                            + ")",
                    "write it as a zone file does");
        }
    }

    /// Octal or a slip? Nobody can tell, so a leading zero is refused here as it is in YAML.
    private static void checkNumbers(int type, String data) {
        int numbers =
                switch (type) {
                    case Type.MX, Type.CAA, Type.HTTPS, Type.SVCB -> 1;
                    case Type.NAPTR, Type.SSHFP -> 2;
                    case Type.SRV, Type.TLSA -> 3;
                    default -> 0;
                };
        Arrays.stream(data.trim().split("\\s+"))
                .limit(numbers)
                .filter(field -> field.matches("0[0-9]+"))
                .findFirst()
                .ifPresent(
                        field -> {
                            throw new NotationException(
                                    "a number with a leading zero: " + field,
                                    "write " + field.replaceFirst("^0+(?=[0-9])", ""));
                        });
    }

    private static void checkHosts(int type, String data, Name domain) {
        String[] fields = data.trim().split("\\s+");
        int at =
                switch (type) {
                    case Type.CNAME, Type.PTR -> 0;
                    case Type.MX -> 1;
                    case Type.SRV -> 3;
                    case Type.HTTPS, Type.SVCB -> 1;
                    case Type.NAPTR -> 5;
                    default -> -1;
                };
        if (at >= 0 && at < fields.length) {
            host(fields[at], domain);
        }
    }

    /// The owner of a record: `@` is the domain, everything else lies below it unless it ends
    /// in a dot.
    static Name owner(String text, Name domain) {
        try {
            Name name = text.equals("@") ? domain : Name.fromString(text, domain);
            if (!name.subdomain(domain)) {
                throw new NotationException(
                        text + " lies outside " + domain,
                        "a profile writes names of its own domains only; write it relative to the"
                                + " domain");
            }
            return name.canonicalize();
        } catch (TextParseException e) {
            throw new NotationException(
                    "not a name: \"" + text + "\" (" + e.getMessage() + ")", "write a host name");
        }
    }

    /// A host in record data: absolute with a final dot, or one label relative to the domain.
    static Name host(String text, Name domain) {
        if (text.equals("@")) {
            return domain;
        }
        if (text.equals(".")) {
            return Name.root;
        }
        if (text.indexOf('.') >= 0 && !text.endsWith(".")) {
            throw new NotationException(
                    "the host \"" + text + "\" has no final dot",
                    "write `"
                            + text
                            + ".` for that host, or `"
                            + text
                            + "."
                            + domain
                            + "` if you mean a name below the domain");
        }
        if (Address.toByteArray(
                        text.endsWith(".") ? text.substring(0, text.length() - 1) : text,
                        Address.IPv4)
                != null) {
            throw new NotationException(
                    "\"" + text + "\" is an address, not a host name",
                    "name the host; addresses belong in A and AAAA records");
        }
        try {
            Name name = Name.fromString(text, domain);
            if (!name.toString().matches("[A-Za-z0-9_.*\\-]+")) {
                throw new NotationException(
                        "\"" + text + "\" holds a character that no host name has",
                        "letters, digits, `-` and `_`; other letters as A-labels (xn--…)");
            }
            return name;
        } catch (TextParseException e) {
            throw new NotationException(
                    "not a host name: \"" + text + "\" (" + e.getMessage() + ")",
                    "write a host name with a final dot");
        }
    }

    /// An unquoted `;` starts a comment in zone files, so half of the record would be lost
    /// silently.
    private static void noSemicolon(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                throw new NotationException(
                        "an unquoted `;` in \"" + text + "\"",
                        "put the text into double quotes: a `;` outside starts a comment");
            }
        }
    }
}

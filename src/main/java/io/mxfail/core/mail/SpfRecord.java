package io.mxfail.core.mail;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An SPF record as the grammar of RFC 7208, section 12, has it: the whole record is right, or
/// there is none.
///
/// @param directives mechanisms with their qualifiers, in order
/// @param redirect where to go on when no directive matches
/// @param explanation where the text for failing clients is
record SpfRecord(
        List<Directive> directives, Optional<SpfMacros> redirect, Optional<SpfMacros> explanation) {

    /// The mechanisms of section 5.
    enum Kind {
        ALL,
        INCLUDE,
        A,
        MX,
        PTR,
        IP4,
        IP6,
        EXISTS;

        /// Whether its evaluation asks DNS and so counts (section 4.6.4).
        boolean asks() {
            return this != ALL && this != IP4 && this != IP6;
        }
    }

    /// @param text as written
    /// @param domain the domain-spec; empty: the current domain
    /// @param network the address of `ip4` or `ip6`; empty for others
    /// @param prefix4 bits of an IPv4 network
    /// @param prefix6 bits of an IPv6 network
    record Directive(
            String text,
            SpfResult qualifier,
            Kind kind,
            Optional<SpfMacros> domain,
            List<Byte> network,
            int prefix4,
            int prefix6) {}

    private static final String NAME_LETTERS = "slodiphv";
    private static final Pattern MODIFIER =
            Pattern.compile("([A-Za-z][-A-Za-z0-9_.]*)=(.*)", Pattern.DOTALL);
    private static final Pattern MECHANISM =
            Pattern.compile("([-+?~]?)([A-Za-z][A-Za-z0-9]*)([:/].*)?", Pattern.DOTALL);
    private static final Pattern PREFIXES = Pattern.compile("(/(\\d+))?(//(\\d+))?$");
    private static final Pattern TOP_LABEL =
            Pattern.compile("(?=.*[-A-Za-z])[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?");

    SpfRecord {
        directives = List.copyOf(directives);
    }

    /// Reads a record that begins with its version.
    static SpfRecord parse(String text) throws SpfSyntaxException {
        var directives = new ArrayList<Directive>();
        Optional<SpfMacros> redirect = Optional.empty();
        Optional<SpfMacros> explanation = Optional.empty();
        for (String term : text.substring("v=spf1".length()).split(" ")) {
            if (term.isEmpty()) {
                continue;
            }
            if (term.chars().anyMatch(c -> c < '!' || c > '~')) {
                throw new SpfSyntaxException("a character outside ASCII, or a tab");
            }
            Matcher modifier = MODIFIER.matcher(term);
            if (!modifier.matches()) {
                directives.add(directive(term));
                continue;
            }
            switch (modifier.group(1).toLowerCase(Locale.ROOT)) {
                case "redirect" -> redirect = once(redirect, term, modifier.group(2));
                case "exp" -> explanation = once(explanation, term, modifier.group(2));
                default -> SpfMacros.parse(modifier.group(2), NAME_LETTERS + "crt", false);
            }
        }
        return new SpfRecord(directives, redirect, explanation);
    }

    private static Optional<SpfMacros> once(Optional<SpfMacros> known, String term, String domain)
            throws SpfSyntaxException {
        if (known.isPresent()) {
            throw new SpfSyntaxException(term + " stands there twice");
        }
        return Optional.of(domainSpec(domain, term));
    }

    private static Directive directive(String term) throws SpfSyntaxException {
        Matcher found = MECHANISM.matcher(term);
        if (!found.matches()) {
            throw new SpfSyntaxException("`" + term + "` is no term of SPF");
        }
        Kind kind =
                switch (found.group(2).toLowerCase(Locale.ROOT)) {
                    case "all" -> Kind.ALL;
                    case "include" -> Kind.INCLUDE;
                    case "a" -> Kind.A;
                    case "mx" -> Kind.MX;
                    case "ptr" -> Kind.PTR;
                    case "ip4" -> Kind.IP4;
                    case "ip6" -> Kind.IP6;
                    case "exists" -> Kind.EXISTS;
                    default ->
                            throw new SpfSyntaxException("`" + term + "` is no mechanism of SPF");
                };
        SpfResult qualifier =
                switch (found.group(1)) {
                    case "-" -> SpfResult.FAIL;
                    case "~" -> SpfResult.SOFTFAIL;
                    case "?" -> SpfResult.NEUTRAL;
                    default -> SpfResult.PASS;
                };
        String argument = Optional.ofNullable(found.group(3)).orElse("");
        return switch (kind) {
            case ALL -> bare(term, qualifier, kind, argument);
            case IP4, IP6 -> network(term, qualifier, kind, argument);
            case INCLUDE, EXISTS -> named(term, qualifier, kind, argument);
            case PTR ->
                    argument.isEmpty()
                            ? bare(term, qualifier, kind, argument)
                            : named(term, qualifier, kind, argument);
            case A, MX -> host(term, qualifier, kind, argument);
        };
    }

    private static Directive bare(String term, SpfResult qualifier, Kind kind, String argument)
            throws SpfSyntaxException {
        if (!argument.isEmpty()) {
            throw new SpfSyntaxException("`" + term + "` takes no argument");
        }
        return new Directive(term, qualifier, kind, Optional.empty(), List.of(), 32, 128);
    }

    private static Directive named(String term, SpfResult qualifier, Kind kind, String argument)
            throws SpfSyntaxException {
        if (!argument.startsWith(":")) {
            throw new SpfSyntaxException("`" + term + "` names no domain");
        }
        Optional<SpfMacros> domain = Optional.of(domainSpec(argument.substring(1), term));
        return new Directive(term, qualifier, kind, domain, List.of(), 32, 128);
    }

    private static Directive host(String term, SpfResult qualifier, Kind kind, String argument)
            throws SpfSyntaxException {
        Matcher prefixes = PREFIXES.matcher(argument);
        String domain = argument;
        int prefix4 = 32;
        int prefix6 = 128;
        if (prefixes.find()) {
            domain = argument.substring(0, prefixes.start());
            prefix4 = prefix(prefixes.group(2), 32, term);
            prefix6 = prefix(prefixes.group(4), 128, term);
        }
        if (domain.isEmpty()) {
            return new Directive(
                    term, qualifier, kind, Optional.empty(), List.of(), prefix4, prefix6);
        }
        if (!domain.startsWith(":")) {
            throw new SpfSyntaxException("`" + term + "` has a broken prefix length");
        }
        Optional<SpfMacros> spec = Optional.of(domainSpec(domain.substring(1), term));
        return new Directive(term, qualifier, kind, spec, List.of(), prefix4, prefix6);
    }

    private static Directive network(String term, SpfResult qualifier, Kind kind, String argument)
            throws SpfSyntaxException {
        int family = kind == Kind.IP4 ? Address.IPv4 : Address.IPv6;
        int length = kind == Kind.IP4 ? 32 : 128;
        if (!argument.startsWith(":")) {
            throw new SpfSyntaxException("`" + term + "` holds no address");
        }
        int slash = argument.indexOf('/');
        String address = argument.substring(1, slash < 0 ? argument.length() : slash);
        byte[] bytes = Address.toByteArray(address, family);
        if (bytes == null || (kind == Kind.IP6 && bytes.length != 16)) {
            throw new SpfSyntaxException("`" + term + "` holds no " + kind + " address");
        }
        int prefix = length;
        if (slash >= 0) {
            String digits = argument.substring(slash + 1);
            if (digits.isEmpty()) {
                throw new SpfSyntaxException("`" + term + "` has a broken prefix length");
            }
            prefix = prefix(digits, length, term);
        }
        var network = new ArrayList<Byte>();
        for (byte b : bytes) {
            network.add(b);
        }
        return new Directive(
                term,
                qualifier,
                kind,
                Optional.empty(),
                List.copyOf(network),
                kind == Kind.IP4 ? prefix : 32,
                kind == Kind.IP6 ? prefix : 128);
    }

    private static int prefix(@Nullable String digits, int longest, String term)
            throws SpfSyntaxException {
        if (digits == null) {
            return longest;
        }
        if (!digits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(digits) > longest) {
            throw new SpfSyntaxException("`" + term + "` has a broken prefix length");
        }
        return Integer.parseInt(digits);
    }

    /// A domain-spec ends with a label of letters or with a macro (section 7.1).
    private static SpfMacros domainSpec(String text, String term) throws SpfSyntaxException {
        SpfMacros macros = SpfMacros.parse(text, NAME_LETTERS, false);
        if (macros.endsWithMacro()) {
            return macros;
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        int dot = name.lastIndexOf('.');
        // a macro's delimiter is no dot of the name
        if (dot < 0
                || name.indexOf('}', dot) >= 0
                || !TOP_LABEL.matcher(name.substring(dot + 1)).matches()) {
            throw new SpfSyntaxException("`" + term + "` names no domain");
        }
        return macros;
    }
}

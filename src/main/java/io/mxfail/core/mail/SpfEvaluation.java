package io.mxfail.core.mail;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.mail.SpfCheck.Message;
import io.mxfail.core.mail.SpfRecord.Directive;

import org.xbill.DNS.Name;

import java.net.Inet4Address;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One evaluation: the records of a domain and of those it leads to, under common limits.
final class SpfEvaluation {
    /// The longest name of DNS in text (RFC 7208, section 7.3).
    private static final int LONGEST_NAME = 253;

    /// What a record says, before it is known whether a caller includes it.
    ///
    /// @param exp where the text for a failing client is, with its domain
    record Said(
            SpfResult result,
            Optional<String> matched,
            Optional<String> reason,
            Optional<Exp> exp) {
        static Said none(String reason) {
            return new Said(
                    SpfResult.NONE, Optional.empty(), Optional.of(reason), Optional.empty());
        }
    }

    /// @param domain the current domain of the record that holds it
    record Exp(SpfMacros target, String domain) {}

    private final Message message;
    private final SpfQueries queries;

    SpfEvaluation(Message message, SpfQueries queries) {
        this.message = message;
        this.queries = queries;
    }

    SpfVerdict verdict(String domain) {
        try {
            Said said = domain(domain);
            return verdict(said.result(), said.matched(), explanation(said), said.reason());
        } catch (SpfStop stop) {
            return verdict(
                    stop.result(), Optional.empty(), Optional.empty(), Optional.of(stop.reason()));
        }
    }

    private SpfVerdict verdict(
            SpfResult result,
            Optional<String> matched,
            Optional<String> explanation,
            Optional<String> reason) {
        return new SpfVerdict(
                result, matched, explanation, reason, queries.terms(), queries.voids());
    }

    private Said domain(String domain) throws SpfStop {
        Optional<Name> name = SpfQueries.name(domain);
        if (name.filter(n -> n.labels() > 2).isEmpty()) {
            return Said.none("`" + domain + "` is no domain of several labels");
        }
        List<String> records = queries.texts(name.get()).stream().filter(SpfText::isSpf).toList();
        if (records.isEmpty()) {
            return Said.none(domain + " has no SPF record");
        }
        if (records.size() > 1) {
            throw permanent(domain + " has " + records.size() + " SPF records");
        }
        try {
            return record(SpfRecord.parse(records.getFirst()), domain);
        } catch (SpfSyntaxException e) {
            throw permanent(domain + ": " + e.getMessage());
        }
    }

    private Said record(SpfRecord record, String domain) throws SpfStop {
        Optional<Exp> exp = record.explanation().map(target -> new Exp(target, domain));
        for (Directive directive : record.directives()) {
            if (matches(directive, domain)) {
                return new Said(
                        directive.qualifier(),
                        Optional.of(directive.text()),
                        Optional.empty(),
                        exp);
            }
        }
        if (record.redirect().isPresent()) {
            queries.term("redirect=");
            String target = target(record.redirect().get(), domain);
            Said said = domain(target);
            if (said.result() == SpfResult.NONE) {
                throw permanent(
                        "redirect=" + target + ": " + said.reason().orElse("there is no record"));
            }
            return said;
        }
        return new Said(
                SpfResult.NEUTRAL,
                Optional.empty(),
                Optional.of(domain + " says nothing of this client"),
                exp);
    }

    private boolean matches(Directive directive, String domain) throws SpfStop {
        if (directive.kind().asks()) {
            queries.term(directive.text());
        }
        String target =
                directive.domain().isPresent() ? target(directive.domain().get(), domain) : domain;
        return switch (directive.kind()) {
            case ALL -> true;
            case IP4, IP6 -> within(bytes(directive.network()), directive);
            case EXISTS -> queries.exists(target);
            case A -> anyWithin(queries.addresses(target), directive);
            case MX -> mx(target, directive);
            case PTR -> ptr(target);
            case INCLUDE -> include(target);
        };
    }

    private boolean mx(String target, Directive directive) throws SpfStop {
        for (String host : queries.hosts(target)) {
            if (anyWithin(queries.addresses(host), directive)) {
                return true;
            }
        }
        return false;
    }

    private boolean ptr(String target) {
        return queries.validatedNames().stream().anyMatch(name -> isBelow(name, target));
    }

    private boolean include(String target) throws SpfStop {
        Said said = domain(target);
        if (said.result() == SpfResult.NONE) {
            throw permanent(
                    "include:" + target + ": " + said.reason().orElse("there is no record"));
        }
        return said.result() == SpfResult.PASS;
    }

    private boolean anyWithin(List<byte[]> addresses, Directive directive) {
        return addresses.stream().anyMatch(address -> within(address, directive));
    }

    private boolean within(byte[] network, Directive directive) {
        byte[] client = message.client().getAddress();
        if (client.length != network.length) {
            return false;
        }
        int prefix = client.length == 4 ? directive.prefix4() : directive.prefix6();
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((client[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(List<Byte> list) {
        var bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i);
        }
        return bytes;
    }

    private static boolean isBelow(String name, String domain) {
        String wanted = domain.toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(wanted) || lower.endsWith("." + wanted);
    }

    /// A domain-spec filled in, shortened from the left where it is too long for DNS.
    private String target(SpfMacros spec, String domain) throws SpfStop {
        String name = spec.expand(letter -> value(letter, domain));
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        while (name.length() > LONGEST_NAME && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name;
    }

    private Optional<String> explanation(Said said) {
        if (said.result() != SpfResult.FAIL || said.exp().isEmpty()) {
            return Optional.empty();
        }
        Exp exp = said.exp().get();
        try {
            Optional<Name> name = SpfQueries.name(target(exp.target(), exp.domain()));
            if (name.isEmpty()) {
                return Optional.empty();
            }
            List<String> texts = queries.texts(name.get());
            if (texts.size() != 1) {
                return Optional.empty();
            }
            SpfMacros text = SpfMacros.parse(texts.getFirst(), "slodiphcrtv", true);
            return Optional.of(text.expand(letter -> value(letter, exp.domain())));
        } catch (SpfStop | SpfSyntaxException _) {
            // without a usable text a receiver has its own words (section 6.2)
            return Optional.empty();
        }
    }

    private String value(char letter, String domain) {
        return switch (letter) {
            case 's' -> message.localPart() + "@" + message.senderDomain();
            case 'l' -> message.localPart();
            case 'o' -> message.senderDomain();
            case 'd' -> domain;
            case 'i' -> SpfQueries.dotted(message.client());
            case 'p' -> validated(domain);
            case 'v' -> message.client() instanceof Inet4Address ? "in-addr" : "ip6";
            case 'h' -> message.helo();
            case 'c' -> AddressText.of(message.client());
            case 'r' -> message.receiver();
            case 't' -> Long.toString(message.epochSecond());
            default -> throw new IllegalArgumentException("no macro letter: " + letter);
        };
    }

    /// The client's name: the domain itself, else one below it, else any, else `unknown`.
    private String validated(String domain) {
        List<String> names = queries.validatedNames();
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(domain))
                .findFirst()
                .or(() -> names.stream().filter(name -> isBelow(name, domain)).findFirst())
                .or(() -> names.stream().findFirst())
                .orElse("unknown");
    }

    private static SpfStop permanent(String reason) {
        return new SpfStop(SpfResult.PERMERROR, reason);
    }
}

package io.mxfail.app;

import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.ProviderDescription;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where a zone is probably written, as the names of its servers tell, and what an account there
/// needs.
final class GuessedProvider {
    /// Stands in a profile for what nobody can know from outside; those who only look may go on.
    static final String MARK = "replace-me";

    /// Services by a part of their name servers' names.
    private static final Map<String, String> KNOWN =
            Map.of(
                    ".awsdns-", "route53",
                    ".ns.cloudflare.com.", "cloudflare",
                    ".googledomains.com.", "google",
                    ".azure-dns.", "azure");

    private final World.Providers providers;

    GuessedProvider(World.Providers providers) {
        this.providers = providers;
    }

    FirstLook.Provider of(Resolver asking, SOARecord soa, FirstLook.Zone zone)
            throws CommandFailure {
        for (Name server : zone.servers()) {
            for (Map.Entry<String, String> known : KNOWN.entrySet()) {
                if (server.toString().contains(known.getKey())) {
                    return new FirstLook.Provider(
                            known.getValue(),
                            "guessed from the name server " + server,
                            options(known.getValue(), MARK));
                }
            }
        }
        Name primary = soa.getHost().canonicalize();
        String address =
                asking.set(primary, Type.A).stream()
                        .flatMap(set -> set.records().stream())
                        .map(r -> ((ARecord) r).getAddress().getHostAddress())
                        .findFirst()
                        .orElse(MARK);
        return new FirstLook.Provider(
                "rfc2136",
                "the name servers are of no service that is known here; the SOA names the primary "
                        + primary,
                options("rfc2136", address));
    }

    private List<FirstLook.Option> options(String type, String address) {
        return providers.description(type).map(ProviderDescription::options).stream()
                .flatMap(List::stream)
                .filter(OptionSpec::required)
                .map(spec -> option(spec, address))
                .toList();
    }

    private static FirstLook.Option option(OptionSpec spec, String address) {
        String value =
                switch (spec.kind()) {
                    case ADDRESS -> address;
                    case SECRET -> "\"env:" + variable(spec.name()) + "\"";
                    case GROUP -> group(spec, address);
                    case TEXT -> word(spec.name());
                    case URL -> "\"https://" + MARK + ".invalid\"";
                    case DURATION -> "10s";
                    case PATH -> MARK;
                    case ARGV, NAMES -> "[" + MARK + "]";
                };
        return new FirstLook.Option(spec.name(), value, spec.help());
    }

    /// Its own options, each on a line.
    private static String group(OptionSpec spec, String address) {
        var text = new StringBuilder();
        for (OptionSpec nested : spec.nested()) {
            if (nested.required()) {
                FirstLook.Option option = option(nested, address);
                text.append("\n").append(option.name()).append(": ").append(option.value());
            }
        }
        return text.toString();
    }

    private static String word(String option) {
        return switch (option) {
            case "algorithm" -> "hmac-sha256";
            case "name" -> "mxfail.";
            default -> MARK;
        };
    }

    private static String variable(String option) {
        return "MXFAIL_"
                + (option.equals("secret") ? "TSIG_" : "")
                + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}

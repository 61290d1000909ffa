package io.mxfail.adapter.yaml;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.profile.Nearest;
import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.core.profile.Variables;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.ProviderDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `provider` or `providers`: options as the adapter's description has them.
final class ProviderReader {
    private static final Set<String> TSIG_ALGORITHMS =
            Set.of(
                    "hmac-md5",
                    "hmac-sha1",
                    "hmac-sha224",
                    "hmac-sha256",
                    "hmac-sha256-128",
                    "hmac-sha384",
                    "hmac-sha384-192",
                    "hmac-sha512",
                    "hmac-sha512-256");

    private final Map<String, ProviderDescription> described = new LinkedHashMap<>();
    private final Problems problems;

    ProviderReader(List<ProviderDescription> described, Problems problems) {
        described.forEach(d -> this.described.put(d.type(), d));
        this.problems = problems;
    }

    List<ProviderConfig> read(Tree.Fields profile) {
        boolean one = profile.mentioned().contains("provider");
        boolean several = profile.mentioned().contains("providers");
        if (one && several) {
            problems.error(
                    profile.field("providers").map(f -> f.key().place()).orElse(profile.place()),
                    "both `provider` and `providers`",
                    "put all of them under `providers`");
        } else if (!one && !several) {
            problems.error(
                    profile.place(),
                    "`provider` is missing",
                    "say where the zones are written, such as `provider: {type: rfc2136, …}`");
        }
        var trees = new ArrayList<Tree>(profile.list("providers"));
        profile.value("provider").ifPresent(trees::add);
        var configs = new LinkedHashSet<ProviderConfig>();
        for (Tree tree : trees) {
            if (tree instanceof Tree.Fields fields && fields.text("type").isPresent()) {
                if (!configs.add(config(fields))) {
                    problems.error(fields.place(), "the same provider twice", "keep one of them");
                }
            }
        }
        return List.copyOf(configs);
    }

    private ProviderConfig config(Tree.Fields fields) {
        String type = fields.text("type").orElse("");
        ProviderDescription description = described.get(type);
        var options = new LinkedHashMap<String, Object>();
        for (Tree.Field field : fields.fields()) {
            String key = field.key().text();
            if (!key.equals("type")) {
                Optional<OptionSpec> spec =
                        description == null ? Optional.empty() : spec(description.options(), key);
                value(field.value(), spec).ifPresent(value -> options.put(key, value));
            }
        }
        return new ProviderConfig(type, options);
    }

    private static Optional<OptionSpec> spec(List<OptionSpec> options, String key) {
        return options.stream().filter(option -> option.name().equals(key)).findFirst();
    }

    private Optional<Object> value(Tree tree, Optional<OptionSpec> spec) {
        return switch (tree) {
            case Tree.Scalar scalar when scalar.isNull() -> Optional.empty();
            case Tree.Scalar scalar ->
                    Optional.of(spec.map(s -> text(scalar, s)).orElse(scalar.text()));
            case Tree.Items items ->
                    Optional.of(
                            items.items().stream()
                                    .filter(Tree.Scalar.class::isInstance)
                                    .map(item -> ((Tree.Scalar) item).text())
                                    .toList());
            case Tree.Fields nested -> {
                var values = new LinkedHashMap<String, Object>();
                for (Tree.Field field : nested.fields()) {
                    String key = field.key().text();
                    value(field.value(), spec.flatMap(s -> spec(s.nested(), key)))
                            .ifPresent(value -> values.put(key, value));
                }
                if (spec.filter(s -> s.name().equals("tsig")).isPresent()) {
                    algorithm(nested);
                }
                yield Optional.of(values);
            }
            case Tree.Broken _ -> Optional.empty();
        };
    }

    private String text(Tree.Scalar scalar, OptionSpec spec) {
        switch (spec.kind()) {
            case SECRET -> {
                return Values.secret(scalar);
            }
            case PATH -> {
                path(scalar);
                return scalar.place().source().resolve(scalar.text());
            }
            case ADDRESS -> {
                if (!Placeholders.marks(scalar.text())) {
                    Values.address(scalar, ServerAddress.DNS_PORT, problems);
                }
            }
            case GROUP ->
                    problems.warning(
                            scalar.place(),
                            spec.name().equals("tsig")
                                    ? "updates are not signed: whoever can send from an allowed"
                                            + " address can change the zone"
                                    : "`" + spec.name() + ": none`",
                            "give `"
                                    + spec.name()
                                    + "` its keys: "
                                    + String.join(
                                            ", ",
                                            spec.nested().stream().map(OptionSpec::name).toList()));
            case TEXT, URL, DURATION, ARGV, NAMES -> {}
        }
        return scalar.text();
    }

    /// A provider's path is per zone, so only the zone can be part of it.
    private void path(Tree.Scalar scalar) {
        try {
            Variables.expand(scalar.text(), Map.of("zone", "zone"));
        } catch (NotationException e) {
            problems.error(
                    scalar.at(e.at()),
                    e.getMessage().replaceFirst(" is not defined", " does not exist in a path"),
                    "only ${zone} can be part of a provider's path; `$$` is a dollar");
        }
    }

    private void algorithm(Tree.Fields tsig) {
        tsig.scalar("algorithm")
                .filter(
                        a ->
                                !TSIG_ALGORITHMS.contains(
                                        a.text().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "")))
                .ifPresent(
                        a ->
                                problems.error(
                                        a.place(),
                                        "\"" + Shown.text(a.text()) + "\" is no TSIG algorithm",
                                        Nearest.of(a.text(), TSIG_ALGORITHMS)
                                                .map(n -> "did you mean `" + n + "`?")
                                                .orElse("hmac-sha256 is usual")));
    }
}

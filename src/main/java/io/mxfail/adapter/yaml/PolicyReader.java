package io.mxfail.adapter.yaml;

import io.mxfail.core.profile.Policies;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads `ttl`, `spf`, `mta-sts`, `hooks` and `freeze`.
final class PolicyReader {
    private static final Duration SWITCHING = Duration.ofSeconds(60);

    private final Tree.Fields profile;
    private final Problems problems;

    PolicyReader(Tree.Fields profile, Problems problems) {
        this.profile = profile;
        this.problems = problems;
    }

    Policies read() {
        return new Policies(
                ttl(),
                Policies.Spf.valueOf(policy("spf", "union")),
                Policies.MtaSts.valueOf(policy("mta-sts", "check")),
                profile.group("hooks").map(PolicyReader::hooks).orElse(Policies.Hooks.NONE),
                profile.scalars("freeze").stream().flatMap(f -> freeze(f).stream()).toList());
    }

    private String policy(String key, String otherwise) {
        return profile.group(key)
                .flatMap(group -> group.text("policy"))
                .orElse(otherwise)
                .toUpperCase(Locale.ROOT);
    }

    private Policies.Ttl ttl() {
        Optional<Tree.Fields> ttl = profile.group("ttl");
        Optional<Duration> steady = ttl.flatMap(t -> Values.duration(t, "steady"));
        Duration switching = ttl.flatMap(t -> Values.duration(t, "switching")).orElse(SWITCHING);
        if (ttl.isPresent() && steady.isPresent() && steady.get().compareTo(switching) < 0) {
            problems.warning(
                    ttl.get().scalar("steady").orElseThrow().place(),
                    "`steady` is shorter than `switching`",
                    "a switch wants the shorter TTL: steady 1h and switching 60s are usual");
        }
        return new Policies.Ttl(steady, switching);
    }

    private static Policies.Hooks hooks(Tree.Fields hooks) {
        return new Policies.Hooks(
                hooks.texts("pre-switch"),
                hooks.texts("fence"),
                hooks.texts("post-switch"),
                hooks.texts("on-partial"));
    }

    private Optional<Policies.Freeze> freeze(Tree.Scalar text) {
        List<String> parts = List.of(text.text().split("/", 2));
        try {
            Instant start = OffsetDateTime.parse(parts.getFirst()).toInstant();
            Instant end = OffsetDateTime.parse(parts.getLast()).toInstant();
            if (start.isBefore(end)) {
                return Optional.of(new Policies.Freeze(start, end));
            }
            problems.error(text.place(), "the interval ends before it starts", "write START/END");
        } catch (DateTimeException _) {
            problems.error(
                    text.place(),
                    "\"" + Shown.text(text.text()) + "\" is not an ISO interval with time zone",
                    "START/END, such as 2026-12-20T00:00Z/2027-01-02T00:00Z");
        }
        return Optional.empty();
    }
}

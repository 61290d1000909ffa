package io.mxfail.adapter.yaml;

import io.mxfail.core.dns.ServerAddress;

import java.time.Duration;
import java.util.Optional;

/// Turns texts whose form is checked into values.
final class Values {
    private Values() {}

    static Duration duration(String text) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    static Optional<Duration> duration(Tree.Fields fields, String key) {
        return fields.text(key).map(Values::duration);
    }

    static int number(Tree.Fields fields, String key, int otherwise) {
        return fields.text(key).map(Integer::parseInt).orElse(otherwise);
    }

    static Optional<ServerAddress> address(Tree.Scalar text, int port, Problems problems) {
        try {
            return Optional.of(ServerAddress.parse(text.text(), port));
        } catch (IllegalArgumentException e) {
            problems.error(
                    text.place(),
                    "\"" + Shown.text(text.text()) + "\" is not an address: " + e.getMessage(),
                    "write ADDR or ADDR:PORT, with [] around IPv6; names are not looked up");
            return Optional.empty();
        }
    }

    /// A secret's reference, with a relative `file:` path made absolute.
    static Optional<String> secret(Tree.Fields fields, String key) {
        return fields.scalar(key).map(Values::secret);
    }

    static String secret(Tree.Scalar reference) {
        String text = reference.text();
        return text.startsWith("file:")
                ? "file:" + reference.place().source().resolve(text.substring("file:".length()))
                : text;
    }
}

package io.mxfail.wire.http;

import io.mxfail.core.profile.ProviderConfig;

import okhttp3.HttpUrl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a service is reached.
///
/// @param base the address that every path is below
/// @param timeout for one request and its answer, and for all tries of a read together
/// @param caFile further trust anchors (PEM)
public record HttpSettings(HttpUrl base, Duration timeout, Optional<Path> caFile) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Map<String, Integer> SECONDS =
            Map.of("s", 1, "m", 60, "h", 3600, "d", 86_400);
    private static final List<String> LOOPBACK = List.of("localhost", "::1");

    /// Reads the options that every adapter over HTTP takes: `endpoint`, `ca-file`, `timeout`.
    ///
    /// @param usual the vendor's own address
    /// @throws IllegalArgumentException where one is wrong; the message names it
    public static HttpSettings of(ProviderConfig config, String usual) {
        HttpUrl base = base("endpoint", config.text("endpoint").orElse(usual));
        if (!base.isHttps() && !isLoopback(base)) {
            throw new IllegalArgumentException(
                    "`endpoint` would send credentials in the clear: use https:// (http:// is for"
                            + " loopback alone)");
        }
        return of(config, base);
    }

    /// The same for a service of the operator's own, whose address stands in another option and may
    /// be plain `http://`.
    public static HttpSettings ofOwn(ProviderConfig config, String option) {
        String text =
                config.text("endpoint")
                        .or(() -> config.text(option))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                config.type() + " needs `" + option + "`"));
        return of(config, base(option, text));
    }

    private static HttpSettings of(ProviderConfig config, HttpUrl base) {
        return new HttpSettings(base, timeout(config), config.text("ca-file").map(Path::of));
    }

    /// A required text option.
    ///
    /// @throws IllegalArgumentException where it is missing or blank
    public static String required(ProviderConfig config, String option) {
        return config.text(option)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        config.type() + " needs `" + option + "`"));
    }

    private static HttpUrl base(String option, String text) {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null) {
            throw new IllegalArgumentException(
                    "`" + option + "` is not an http:// or https:// address");
        }
        if (!url.username().isEmpty()
                || !url.password().isEmpty()
                || url.query() != null
                || url.fragment() != null) {
            throw new IllegalArgumentException(
                    "`" + option + "` must hold scheme, host, port and path alone");
        }
        return url;
    }

    private static boolean isLoopback(HttpUrl url) {
        return LOOPBACK.contains(url.host()) || url.host().matches("127\\.[0-9.]+");
    }

    /// The option `timeout`.
    public static Duration timeout(ProviderConfig config) {
        if (config.text("timeout").isEmpty()) {
            return TIMEOUT;
        }
        String text = config.text("timeout").get();
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "`timeout` is not a duration such as 10s or 1m: " + text);
        }
        return Duration.ofSeconds(
                Long.parseLong(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), 1));
    }
}

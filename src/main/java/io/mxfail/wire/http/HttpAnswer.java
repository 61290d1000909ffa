package io.mxfail.wire.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A complete answer.
///
/// @param status such as 200
/// @param headers by lower-case name; of a repeated one the last
/// @param body as text, decoded as UTF-8
public record HttpAnswer(int status, Map<String, String> headers, String body) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /// A header, by its name in any case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Whether it was carried out.
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// Whether it says of itself that it is JSON.
    public boolean isJson() {
        String type = header("content-type").orElse("").toLowerCase(Locale.ROOT);
        String media = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
        return media.strip().matches("(application|text)/([a-z0-9.-]+\\+)?json");
    }

    /// Whether it is a page for people, as login pages and gateways send it.
    public boolean isHtml() {
        return header("content-type").orElse("").toLowerCase(Locale.ROOT).contains("html")
                || body.stripLeading().startsWith("<");
    }

    /// How long the service asks us to wait: `Retry-After` in seconds (RFC 9110, section 10.2.3). A
    /// date there is not understood, since the clocks may differ.
    public Optional<Duration> retryAfter() {
        return header("retry-after")
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}

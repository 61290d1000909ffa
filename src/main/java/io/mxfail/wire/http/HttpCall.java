package io.mxfail.wire.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One request, relative to the service's base address.
///
/// @param path segments, each of which is escaped on its own, so that none can add another
/// @param query names and values in their order
/// @param headers beside those that every request of the client carries
/// @param body what is sent, for methods that send something
public record HttpCall(
        String method,
        List<String> path,
        List<Pair> query,
        List<Pair> headers,
        Optional<Body> body) {
    public HttpCall {
        path = List.copyOf(path);
        query = List.copyOf(query);
        headers = List.copyOf(headers);
    }

    /// A name with its value.
    public record Pair(String name, String value) {}

    /// What a request sends.
    ///
    /// @param type the media type, such as `application/json`
    public record Body(String type, String text) {}

    /// A request without body.
    public static HttpCall of(String method, String... path) {
        return new HttpCall(method, List.of(path), List.of(), List.of(), Optional.empty());
    }

    /// A read.
    public static HttpCall get(String... path) {
        return of("GET", path);
    }

    /// The same with one more query parameter.
    public HttpCall query(String name, String value) {
        return new HttpCall(method, path, with(query, name, value), headers, body);
    }

    /// The same with one more header.
    public HttpCall header(String name, String value) {
        return new HttpCall(method, path, query, with(headers, name, value), body);
    }

    /// The same with a JSON text to send.
    public HttpCall json(String text) {
        return body("application/json", text);
    }

    /// The same with a text to send.
    public HttpCall body(String type, String text) {
        return new HttpCall(method, path, query, headers, Optional.of(new Body(type, text)));
    }

    private static List<Pair> with(List<Pair> pairs, String name, String value) {
        var more = new ArrayList<>(pairs);
        more.add(new Pair(name, value));
        return more;
    }
}

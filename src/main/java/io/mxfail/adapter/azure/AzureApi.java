package io.mxfail.adapter.azure;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.http.AccessToken;
import io.mxfail.wire.http.HttpAnswer;
import io.mxfail.wire.http.HttpCall;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpFailure;
import io.mxfail.wire.http.Sent;

import org.xbill.DNS.Name;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The requests that this adapter makes of Azure's resource manager, for DNS of 2018-05-01.
record AzureApi(HttpClient http, AccessToken token, Group group) {
    private static final String VERSION = "2018-05-01";
    private static final int MOST_PAGES = 1000;

    /// Where the zones are.
    record Group(String subscription, String resourceGroup) {
        @Override
        public String toString() {
            return subscription + "/" + resourceGroup;
        }
    }

    /// The kind of the zone of exactly this name, `Public` or `Private`; empty: there is none.
    Optional<String> zoneType(Name zone) throws ProviderException {
        String action = "read the zone " + zone;
        HttpAnswer answer = http.read(action, signed(call("GET", zone.toString(true))));
        if (answer.status() == 404 && errorCode(answer).equals(Optional.of("ResourceNotFound"))) {
            return Optional.empty();
        }
        return Optional.of(
                resource(action, answer)
                        .member("properties")
                        .flatMap(p -> p.text("zoneType"))
                        .orElse("Public"));
    }

    /// All record sets of a zone.
    List<JsonValue> sets(Name zone) throws ProviderException {
        String action = "list the record sets of " + zone;
        var all = new ArrayList<JsonValue>();
        HttpCall page = call("GET", zone.toString(true), "recordsets");
        for (int number = 0; number < MOST_PAGES; number++) {
            HttpAnswer answer = http.read(action, signed(page));
            JsonValue list = success(action, answer);
            if (list.member("value").isEmpty()) {
                throw notAzure(action, answer);
            }
            all.addAll(list.list("value"));
            Optional<String> next = list.text("nextLink");
            if (next.isEmpty()) {
                return all;
            }
            page = next(call("GET", zone.toString(true), "recordsets"), next.get());
        }
        throw new ProviderException(
                FailureKind.UNAVAILABLE, "cannot " + action + ": the list has no end");
    }

    /// The next page by its parameters alone: the link could lead the token to another host.
    private static HttpCall next(HttpCall plain, String link) {
        HttpCall call = plain;
        String query = Optional.ofNullable(URI.create(link).getRawQuery()).orElse("");
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && !parts[0].equals("api-version")) {
                call = call.query(decoded(parts[0]), decoded(parts[1]));
            }
        }
        return call;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// Creates one set, or replaces the one with that etag.
    Sent put(Name zone, RecordKey key, Optional<String> etag, Map<String, Object> properties)
            throws ProviderException {
        HttpCall call = set("PUT", zone, key).json(Json.compact(Map.of("properties", properties)));
        return http.write(
                action(key),
                signed(
                        etag.isPresent()
                                ? call.header("If-Match", etag.get())
                                : call.header("If-None-Match", "*")));
    }

    /// Deletes the set with that etag.
    Sent delete(Name zone, RecordKey key, String etag) throws ProviderException {
        return http.write(action(key), signed(set("DELETE", zone, key).header("If-Match", etag)));
    }

    HttpFailure writeFailure(RecordKey key, HttpAnswer answer) {
        return failure(action(key), answer);
    }

    private static String action(RecordKey key) {
        return "write " + key;
    }

    private HttpCall set(String method, Name zone, RecordKey key) {
        Name name = key.name();
        return call(
                method,
                zone.toString(true),
                key.typeName(),
                name.equals(zone) ? "@" : name.relativize(zone).toString());
    }

    private HttpCall call(String method, String... rest) {
        var path =
                new ArrayList<>(
                        List.of(
                                "subscriptions",
                                group.subscription(),
                                "resourceGroups",
                                group.resourceGroup(),
                                "providers",
                                "Microsoft.Network",
                                "dnsZones"));
        path.addAll(List.of(rest));
        return HttpCall.of(method, path.toArray(String[]::new)).query("api-version", VERSION);
    }

    private JsonValue resource(String action, HttpAnswer answer) throws ProviderException {
        JsonValue resource = success(action, answer);
        if (resource.text("id").isEmpty()) {
            throw notAzure(action, answer);
        }
        return resource;
    }

    private JsonValue success(String action, HttpAnswer answer) throws ProviderException {
        if (!answer.isSuccess()) {
            throw failure(action, answer).exception();
        }
        return parsed(answer).orElseThrow(() -> notAzure(action, answer));
    }

    private ProviderException notAzure(String action, HttpAnswer answer) {
        return http.refusal(
                        FailureKind.UNAVAILABLE,
                        action,
                        answer,
                        "something else than Azure does; check `endpoint`")
                .exception();
    }

    private HttpFailure failure(String action, HttpAnswer answer) {
        if (answer.status() == 401) {
            token.forget();
        }
        String said =
                error(answer).flatMap(e -> e.text("message")).orElse("")
                        + errorCode(answer).map(code -> " (" + code + ")").orElse("");
        return answer.status() == 404 && answer.isJson()
                ? http.refusal(FailureKind.NO_SUCH_ZONE, action, answer, said)
                : http.refusal(action, answer, said);
    }

    private static Optional<String> errorCode(HttpAnswer answer) {
        return error(answer).flatMap(e -> e.text("code"));
    }

    private static Optional<JsonValue> error(HttpAnswer answer) {
        return parsed(answer).flatMap(json -> json.member("error"));
    }

    private static Optional<JsonValue> parsed(HttpAnswer answer) {
        try {
            return Optional.of(Json.read(answer.body()));
        } catch (JsonException _) {
            return Optional.empty();
        }
    }

    private HttpCall signed(HttpCall call) throws ProviderException {
        return call.header("Authorization", "Bearer " + token.text());
    }
}

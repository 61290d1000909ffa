package io.mxfail.adapter.powerdns;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.http.HttpAnswer;
import io.mxfail.wire.http.HttpCall;
import io.mxfail.wire.http.HttpClient;
import io.mxfail.wire.http.HttpFailure;
import io.mxfail.wire.http.Sent;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The requests that this adapter makes of PowerDNS' API, version 1.
///
/// @param server the server within the API, usually `localhost`
record PowerDnsApi(HttpClient http, String key, String server) {
    /// Whether the server has a zone of exactly this name; empty: it has none.
    ///
    /// @return its kind, such as `Native` or `Slave`
    Optional<String> kindOf(Name zone) throws ProviderException {
        String action = "look for the zone " + zone;
        JsonValue list = read(action, call("GET", "zones").query("zone", zone.toString()));
        if (!(list instanceof JsonValue.Elements zones)) {
            throw new ProviderException(
                    FailureKind.UNAVAILABLE,
                    "cannot " + action + ": what answers there is not PowerDNS' API; check `url`");
        }
        return zones.values().stream()
                .filter(
                        found ->
                                found.text("name")
                                        .filter(zone.toString()::equalsIgnoreCase)
                                        .isPresent())
                .map(found -> found.text("kind").orElse("Native"))
                .findFirst();
    }

    /// A zone with all its record sets.
    JsonValue zone(Name zone) throws ProviderException {
        String action = "read the zone " + zone;
        JsonValue found = read(action, call("GET", "zones", zone.toString()));
        boolean whole =
                found.text("name").filter(zone.toString()::equalsIgnoreCase).isPresent()
                        && found.member("rrsets").isPresent();
        if (!whole) {
            throw new ProviderException(
                    FailureKind.UNAVAILABLE,
                    "cannot " + action + ": what answers there is not PowerDNS' API; check `url`");
        }
        return found;
    }

    /// All or nothing.
    Sent patch(Name zone, List<Map<String, Object>> sets) {
        return http.write(
                action(zone),
                call("PATCH", "zones", zone.toString()).json(Json.compact(Map.of("rrsets", sets))));
    }

    HttpFailure patchFailure(Name zone, HttpAnswer answer) {
        return failure(action(zone), answer);
    }

    /// The server's own word that it gave a PATCH up, as when its database is locked: then it has
    /// rolled back. A gateway's word has another form and proves nothing.
    Optional<Outcome.Rejected> aborted(Name zone, HttpAnswer answer) {
        boolean own =
                answer.status() == 500
                        && parsed(answer).flatMap(json -> json.text("error")).isPresent();
        return own
                ? Optional.of(
                        http.refusal(
                                        FailureKind.UNAVAILABLE,
                                        action(zone),
                                        answer,
                                        "it gave the change up; its log says why")
                                .rejected())
                : Optional.empty();
    }

    private static String action(Name zone) {
        return "write the zone " + zone;
    }

    private HttpFailure failure(String action, HttpAnswer answer) {
        String said =
                parsed(answer)
                        .flatMap(json -> json.text("error"))
                        .orElse(answer.isJson() ? "" : answer.body());
        return answer.status() == 404 && !answer.isHtml()
                ? http.refusal(
                        FailureKind.NO_SUCH_ZONE,
                        action,
                        answer,
                        said + "; check `url`, `server-id` and `zone:`")
                : http.refusal(action, answer, said);
    }

    private JsonValue read(String action, HttpCall call) throws ProviderException {
        HttpAnswer answer = http.read(action, call);
        if (!answer.isSuccess()) {
            throw failure(action, answer).exception();
        }
        return parsed(answer)
                .orElseThrow(
                        () ->
                                http.refusal(
                                                FailureKind.UNAVAILABLE,
                                                action,
                                                answer,
                                                "what is not JSON; check `url`")
                                        .exception());
    }

    private static Optional<JsonValue> parsed(HttpAnswer answer) {
        try {
            return Optional.of(Json.read(answer.body()));
        } catch (JsonException _) {
            return Optional.empty();
        }
    }

    private HttpCall call(String method, String... path) {
        var full = new ArrayList<>(List.of("api", "v1", "servers", server));
        full.addAll(List.of(path));
        return HttpCall.of(method, full.toArray(String[]::new)).header("X-API-Key", key);
    }
}

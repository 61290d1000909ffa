package io.mxfail.adapter.azure;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;
import io.mxfail.wire.http.AccessToken;
import io.mxfail.wire.http.HttpAnswer;
import io.mxfail.wire.http.HttpCall;
import io.mxfail.wire.http.HttpClient;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// An application that signs in with a secret of its own (OAuth 2.0 client credentials, RFC 6749,
/// section 4.4).
///
/// @param secret never printed
/// @param resource whom the token is for, without final slash
record Application(String tenant, String id, String secret, String resource) {
    /// Asks for a token, which is kept out of the texts of `user`.
    AccessToken.Fresh fetch(HttpClient login, HttpClient user) throws ProviderException {
        String action = "sign in as the application " + id;
        String form =
                "grant_type=client_credentials&client_id="
                        + encoded(id)
                        + "&client_secret="
                        + encoded(secret)
                        + "&scope="
                        + encoded(resource + "/.default");
        HttpAnswer answer =
                login.read(
                        action,
                        HttpCall.of("POST", tenant, "oauth2", "v2.0", "token")
                                .body("application/x-www-form-urlencoded", form));
        JsonValue json;
        try {
            json = Json.read(answer.body());
        } catch (JsonException _) {
            throw login.refusal(FailureKind.UNAVAILABLE, action, answer, "what is not JSON")
                    .exception();
        }
        Optional<String> token = json.text("access_token");
        if (!answer.isSuccess() || token.isEmpty()) {
            throw login.refusal(
                            FailureKind.UNAUTHORISED,
                            action,
                            answer,
                            json.text("error").orElse("no token")
                                    + json.text("error_description").map(d -> ": " + d).orElse(""))
                    .exception();
        }
        login.hide(token.get());
        user.hide(token.get());
        return new AccessToken.Fresh(
                token.get(), Duration.ofSeconds(json.whole("expires_in").orElse(300L)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return id;
    }
}

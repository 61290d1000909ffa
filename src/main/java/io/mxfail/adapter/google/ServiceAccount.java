package io.mxfail.adapter.google;

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
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A service account, as the JSON file that Google's console gives out: it signs a request for a
/// token with its own key (RFC 7523), which is short-lived and good for DNS alone.
///
/// @param keyId which of the account's keys it is
/// @param key never printed
record ServiceAccount(String email, String keyId, PrivateKey key, String tokenUri) {
    private static final String SCOPE = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration LIFETIME = Duration.ofHours(1);

    /// Reads the file's text.
    ///
    /// @throws IllegalArgumentException where it is no such file; the message does not quote it
    static ServiceAccount parse(String text) {
        JsonValue json;
        try {
            json = Json.read(text);
        } catch (JsonException _) {
            throw wrong("is not JSON");
        }
        if (!json.text("type").equals(Optional.of("service_account"))) {
            throw wrong("is not the key of a service account");
        }
        return new ServiceAccount(
                json.text("client_email").orElseThrow(() -> wrong("has no `client_email`")),
                json.text("private_key_id").orElse(""),
                key(json.text("private_key").orElseThrow(() -> wrong("has no `private_key`"))),
                json.text("token_uri").orElse("https://oauth2.googleapis.com/token"));
    }

    private static PrivateKey key(String pem) {
        String base64 =
                pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // The decoder's own message can quote the key.
            throw wrong("has a `private_key` that is no RSA key in PKCS #8");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                "`credentials` of google "
                        + what
                        + "; give the service account's JSON by file:PATH");
    }

    /// Asks for a token, which is kept out of the texts of `user`.
    AccessToken.Fresh fetch(HttpClient login, HttpClient user, Instant now)
            throws ProviderException {
        String action = "sign in as " + email;
        String assertion = assertion(now);
        login.hide(assertion);
        String form =
                "grant_type="
                        + URLEncoder.encode(GRANT, StandardCharsets.UTF_8)
                        + "&assertion="
                        + URLEncoder.encode(assertion, StandardCharsets.UTF_8);
        HttpAnswer answer =
                login.read(
                        action,
                        HttpCall.of("POST").body("application/x-www-form-urlencoded", form));
        JsonValue json;
        try {
            json = Json.read(answer.body());
        } catch (JsonException _) {
            throw login.refusal(FailureKind.UNAVAILABLE, action, answer, "what is not JSON")
                    .exception();
        }
        Optional<String> token = json.text("access_token");
        if (!answer.isSuccess() || token.isEmpty()) {
            String said =
                    json.text("error").orElse("no token")
                            + json.text("error_description").map(d -> ": " + d).orElse("");
            throw login.refusal(FailureKind.UNAUTHORISED, action, answer, said).exception();
        }
        login.hide(token.get());
        user.hide(token.get());
        return new AccessToken.Fresh(
                token.get(), Duration.ofSeconds(json.whole("expires_in").orElse(300L)));
    }

    private String assertion(Instant now) {
        var header = new LinkedHashMap<String, Object>(Map.of("alg", "RS256", "typ", "JWT"));
        header.put("kid", keyId);
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", email);
        claims.put("scope", SCOPE);
        claims.put("aud", tokenUri);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        String signed = base64(Json.compact(header)) + "." + base64(Json.compact(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot sign with RSA", e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return email;
    }
}

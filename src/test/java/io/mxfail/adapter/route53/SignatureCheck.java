package io.mxfail.adapter.route53;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verifies AWS Signature Version 4, as its public description has it.
final class SignatureCheck {
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request,"
                            + " ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    private final Map<String, String> secrets;

    /// @param secrets by access key id
    SignatureCheck(Map<String, String> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    /// @param headers the joined values of a header by its name; empty text where it is missing
    /// @return the code of the service's error; empty: the request is signed well
    Optional<String> refuse(
            String method,
            String path,
            String query,
            Function<String, String> headers,
            byte[] body) {
        Matcher given = AUTHORIZATION.matcher(headers.apply("Authorization"));
        if (!given.matches()) {
            return Optional.of("MissingAuthenticationToken");
        }
        String secret = secrets.get(given.group(1));
        if (secret == null) {
            return Optional.of("InvalidClientTokenId");
        }
        if (!given.group(3).equals("us-east-1") || !given.group(4).equals("route53")) {
            return Optional.of("SignatureDoesNotMatch");
        }
        String names = given.group(5);
        if (!Arrays.asList(names.split(";")).containsAll(List.of("host", "x-amz-date"))) {
            return Optional.of("IncompleteSignature");
        }
        var canonical = new StringBuilder();
        canonical.append(method).append('\n').append(path.replace("%", "%25")).append('\n');
        canonical.append(sorted(query)).append('\n');
        for (String name : names.split(";")) {
            canonical.append(name.toLowerCase(Locale.ROOT)).append(':');
            canonical.append(headers.apply(name).strip().replaceAll(" +", " ")).append('\n');
        }
        canonical.append('\n').append(names).append('\n').append(hex(hash(body)));
        String scope =
                given.group(2) + "/" + given.group(3) + "/" + given.group(4) + "/aws4_request";
        String toSign =
                "AWS4-HMAC-SHA256\n"
                        + headers.apply("X-Amz-Date")
                        + "\n"
                        + scope
                        + "\n"
                        + hex(hash(bytes(canonical.toString())));
        byte[] key = bytes("AWS4" + secret);
        for (String part : scope.split("/")) {
            key = mac(key, part);
        }
        return hex(mac(key, toSign)).equals(given.group(6))
                ? Optional.empty()
                : Optional.of("SignatureDoesNotMatch");
    }

    private static String sorted(String query) {
        var parts = new ArrayList<String>();
        for (String part : query.split("&")) {
            if (!part.isEmpty()) {
                parts.add(part.contains("=") ? part : part + "=");
            }
        }
        parts.sort(null);
        return String.join("&", parts);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

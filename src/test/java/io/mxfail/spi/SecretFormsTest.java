package io.mxfail.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

class SecretFormsTest {
    private static final String SECRET = "p~ss w+rd/§12>?>?";

    @Test
    void as_itself_for_a_url_and_in_hex_it_is_hidden() {
        byte[] octets = SECRET.getBytes(StandardCharsets.UTF_8);
        for (String form :
                List.of(
                        SECRET,
                        URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                        URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20"),
                        HexFormat.of().formatHex(octets),
                        HexFormat.of().withUpperCase().formatHex(octets))) {
            assertEquals("<***>", SecretForms.hide("<" + form + ">", SECRET, "***"), form);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "me", "you", "\0user\0", "user:", "name=mxfail&key="})
    void in_base64_it_is_hidden_wherever_it_begins(String before) {
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (String behind : List.of("", "!", "!!", " and more")) {
                String encoded =
                        encoder.encodeToString(
                                (before + SECRET + behind).getBytes(StandardCharsets.UTF_8));
                String hidden = SecretForms.hide(encoded, SECRET, "***");
                assertTrue(hidden.contains("***"), encoded);
                assertFalse(hidden.contains(encoded.substring(encoded.length() / 2)), hidden);
            }
        }
    }

    @Test
    void what_is_too_short_for_a_secret_hides_nothing() {
        assertEquals(List.of(), SecretForms.of(" abc "));
        assertEquals("a mail", SecretForms.hide("a mail", "a", "***"));
        assertEquals(List.of("mail"), SecretForms.of("mail"), "encoded it could be anything");
    }
}

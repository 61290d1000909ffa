package io.mxfail.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class AccessTokenTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int fetched;

    private final AccessToken token =
            new AccessToken(
                    () -> now,
                    () -> new AccessToken.Fresh("token-" + ++fetched, Duration.ofHours(1)));

    @Test
    void a_token_is_kept_until_shortly_before_it_expires() throws Exception {
        assertEquals("token-1", token.text());
        now = now.plus(Duration.ofMinutes(58));
        assertEquals("token-1", token.text());
        now = now.plus(Duration.ofMinutes(1));
        assertEquals("token-2", token.text());
    }

    @Test
    void a_token_that_is_not_taken_any_more_is_fetched_again() throws Exception {
        assertEquals("token-1", token.text());
        token.forget();
        assertEquals("token-2", token.text());
    }

    @Test
    void a_failure_is_not_kept() {
        var failing =
                new AccessToken(
                        () -> now,
                        () -> {
                            fetched++;
                            throw new ProviderException(FailureKind.UNAVAILABLE, "not now");
                        });
        assertThrows(ProviderException.class, failing::text);
        assertThrows(ProviderException.class, failing::text);
        assertEquals(2, fetched);
    }

    @Test
    void a_token_is_not_printed() {
        assertFalse(
                new AccessToken.Fresh("secret", Duration.ofHours(1)).toString().contains("secret"));
    }
}

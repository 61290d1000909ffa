package io.mxfail.wire.http;

import io.mxfail.spi.ProviderException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// A bearer token that is fetched when it is first needed and again shortly before it expires.
public final class AccessToken {
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final InstantSource time;
    private final Fetch fetch;
    private Optional<Fresh> held = Optional.empty();
    private Instant until = Instant.MIN;

    public AccessToken(InstantSource time, Fetch fetch) {
        this.time = time;
        this.fetch = fetch;
    }

    /// A token as the authority just gave it.
    ///
    /// @param text never printed
    public record Fresh(String text, Duration validFor) {
        @Override
        public String toString() {
            return "a token for " + validFor;
        }
    }

    /// Asks the authority.
    @FunctionalInterface
    public interface Fetch {
        Fresh fetch() throws ProviderException;
    }

    /// The token to send now.
    public synchronized String text() throws ProviderException {
        Instant now = time.instant();
        if (held.isEmpty() || !now.isBefore(until)) {
            Fresh fresh = fetch.fetch();
            held = Optional.of(fresh);
            until = now.plus(fresh.validFor()).minus(MARGIN);
        }
        return held.get().text();
    }

    /// The service does not take it any more: the next call fetches another.
    public synchronized void forget() {
        held = Optional.empty();
    }
}

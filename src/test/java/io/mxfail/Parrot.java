package io.mxfail;

import io.mxfail.wire.http.FakeService;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// A service that lets in whoever asks for a token, does nothing else, and repeats all that it was
/// sent: plainly, decoded and in Base64.
final class Parrot extends FakeService {
    /// What it hands out as a token.
    static final String TOKEN = "canary-of-a-token/0123456789+abcdef";

    private final int status;
    private final String words;

    /// @param words its answer, with `%s` where it repeats
    Parrot(int status, String words) {
        this.status = status;
        this.words = words;
        start();
    }

    @Override
    protected Answer answer(Asked asked) {
        if (asked.path().getLast().equals("token")) {
            return Answer.json(
                    200,
                    "{\"access_token\":\"%s\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"
                            .formatted(TOKEN));
        }
        String heard = asked.uri() + " " + asked.headers() + " " + asked.body();
        String all =
                heard
                        + " that is "
                        + URLDecoder.decode(
                                heard.replaceAll("%(?![0-9a-fA-F]{2})", "%25"),
                                StandardCharsets.UTF_8)
                        + " and "
                        + Base64.getEncoder()
                                .encodeToString(heard.getBytes(StandardCharsets.UTF_8));
        return new Answer(
                status,
                Map.of("Content-Type", "application/json"),
                words.replace("%s", all.replaceAll("[\"\\\\<>&\\p{Cntrl}]", "'")));
    }
}

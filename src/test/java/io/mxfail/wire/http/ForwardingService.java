package io.mxfail.wire.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Stands before a real service and hands everything on, so that requests are counted and answers
/// can be lost.
public final class ForwardingService extends FakeService {
    private static final Set<String> CARRIED = Set.of("content-type", "accept", "x-api-key");

    private final String target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// @param target the real service's root, without final slash
    public ForwardingService(String target) {
        this.target = target;
        start();
    }

    @Override
    protected Answer answer(Asked asked) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(target + asked.uri()))
                        .method(asked.method(), HttpRequest.BodyPublishers.ofString(asked.body()));
        asked.headers()
                .forEach(
                        (name, value) -> {
                            if (CARRIED.contains(name)) {
                                request.header(name, value);
                            }
                        });
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .firstValue("content-type")
                    .ifPresent(type -> headers.put("Content-Type", type));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

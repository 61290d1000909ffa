package io.mxfail.wire.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Ports;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

class HttpClientTest {
    private static final String SECRET = "s3cr3t token/with+odd=characters";
    private static WireMockServer server;

    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() {
        server =
                new WireMockServer(
                        WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void a_write_that_succeeds_is_done() {
        answer("/done", json(200, "{\"ok\": true}"));
        var done = assertInstanceOf(Sent.Done.class, write("done"));
        assertEquals("{\"ok\": true}", done.answer().body());
        assertSent("/done", 1);
    }

    @Test
    void a_write_that_is_refused_is_refused() {
        answer("/refused", json(422, "{\"error\": \"no\"}"));
        assertEquals(422, assertInstanceOf(Sent.Refused.class, write("refused")).answer().status());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_write_whose_answer_breaks_is_in_doubt_and_sent_once(Fault fault) {
        String path = "fault-" + fault.name().toLowerCase(Locale.ROOT);
        answer("/" + path, aResponse().withStatus(200).withFault(fault));
        assertInstanceOf(Sent.InDoubt.class, write(path));
        assertSent("/" + path, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 303})
    void a_write_that_may_have_worked_is_in_doubt_and_sent_once(int status) {
        String path = "/status-" + status;
        answer(path, json(status, "{}").withHeader("Retry-After", "0"));
        assertInstanceOf(Sent.InDoubt.class, write(path.substring(1)));
        assertSent(path, 1);
    }

    @Test
    void a_write_without_a_body_is_not_repeated_either_when_the_service_asks_for_it() {
        answer("/again", json(503, "{}").withHeader("Retry-After", "0"));
        assertInstanceOf(
                Sent.InDoubt.class, client("10s").write("delete", HttpCall.of("DELETE", "again")));
        assertSent("/again", 1);
    }

    @Test
    void a_write_that_is_throttled_is_refused_with_the_time_to_wait() {
        answer("/busy", json(429, "{}").withHeader("Retry-After", "12"));
        var refused = assertInstanceOf(Sent.Refused.class, write("busy"));
        HttpFailure failure = client("10s").refusal("do it", refused.answer(), "");
        assertEquals(FailureKind.THROTTLED, failure.kind());
        assertEquals(Optional.of(Duration.ofSeconds(12)), failure.retryAfter());
        assertSent("/busy", 1);
    }

    @Test
    void a_page_for_people_is_no_success() {
        answer(
                "/page",
                aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html>Sign in</html>"));
        var doubt = assertInstanceOf(Sent.InDoubt.class, write("page"));
        assertTrue(doubt.cause().contains("HTML"), doubt.cause());
        var failure = assertThrows(ProviderException.class, () -> read("page"));
        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("HTML"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void a_redirect_is_not_followed(int status) {
        String path = "/moved-" + status;
        answer(
                path,
                aResponse()
                        .withStatus(status)
                        .withHeader("Location", server.baseUrl() + path + "-target"));
        var unsent = assertInstanceOf(Sent.NotSent.class, write(path.substring(1)));
        assertTrue(unsent.failure().message().contains("redirect"), unsent.failure().message());
        assertThrows(ProviderException.class, () -> read(path.substring(1)));
        assertSent(path + "-target", 0);
    }

    @Test
    void an_answer_that_drips_ends_at_the_deadline() {
        answer(
                "/drip",
                json(200, "{\"a\": \"" + "x".repeat(200) + "\"}")
                        .withChunkedDribbleDelay(200, 20_000));
        assertTimeout(
                Duration.ofSeconds(15),
                () ->
                        assertInstanceOf(
                                Sent.InDoubt.class,
                                client("3s").write("drip", HttpCall.of("PUT", "drip").json("{}"))));
    }

    @Test
    void an_answer_that_does_not_begin_ends_at_the_deadline() {
        answer("/silent", json(200, "{}").withFixedDelay(20_000));
        var failure =
                assertTimeout(
                        Duration.ofSeconds(15),
                        () ->
                                assertThrows(
                                        ProviderException.class,
                                        () -> client("1s").read("wait", HttpCall.get("silent"))));
        assertEquals(FailureKind.TIMEOUT, failure.kind());
    }

    @Test
    void an_answer_without_end_is_given_up() {
        answer(
                "/huge",
                aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody("\"" + "x".repeat(33 * 1024 * 1024) + "\""));
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> client("60s").read("read", HttpCall.get("huge")));
        assertTrue(
                String.valueOf(failure.getMessage()).contains("without end"), failure.getMessage());
    }

    @Test
    void what_cannot_be_reached_was_not_sent() {
        var nowhere = clientOf("http://127.0.0.1:" + Ports.free(), "10s");
        var unsent =
                assertInstanceOf(
                        Sent.NotSent.class,
                        nowhere.write("reach", HttpCall.of("POST", "a").json("{}")));
        assertEquals(FailureKind.UNAVAILABLE, unsent.failure().kind());
    }

    @Test
    void a_read_is_tried_again_where_the_service_broke() throws Exception {
        answerInTurn("/flaky", List.of(json(503, "{}"), json(200, "{\"n\": 3}")));
        assertEquals("{\"n\": 3}", read("flaky").body());
        assertEquals(List.of(Duration.ofMillis(500)), waits);
    }

    @Test
    void a_read_waits_as_long_as_the_service_asks() throws Exception {
        answerInTurn(
                "/asks", List.of(json(429, "{}").withHeader("Retry-After", "3"), json(200, "{}")));
        assertEquals(200, read("asks").status());
        assertEquals(List.of(Duration.ofSeconds(3)), waits);
    }

    @Test
    void a_read_does_not_wait_past_its_deadline() {
        answer("/later", json(429, "{}").withHeader("Retry-After", "300"));
        var failure = assertThrows(ProviderException.class, () -> read("later"));
        assertEquals(FailureKind.THROTTLED, failure.kind());
        assertEquals(Optional.of(Duration.ofSeconds(300)), failure.retryAfter());
        assertEquals(List.of(), waits);
        assertSent("/later", 1);
    }

    @Test
    void a_read_gives_up_after_some_tries() {
        answer("/down", json(500, "{}"));
        assertThrows(ProviderException.class, () -> read("down"));
        assertSent("/down", 4);
    }

    @Test
    void a_read_that_was_cut_off_is_tried_again() throws Exception {
        answerInTurn(
                "/cut",
                List.of(
                        aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                        json(200, "{\"whole\": 1}")));
        assertEquals("{\"whole\": 1}", read("cut").body());
    }

    @Test
    void segments_and_parameters_cannot_break_out() throws Exception {
        server.stubFor(any(urlPathEqualTo("/a%2F..%3Fx/b")).willReturn(json(200, "{}")));
        client("10s").read("read", HttpCall.get("a/..?x", "b").query("q", "1&w=2 +"));
        server.verify(
                getRequestedFor(urlPathEqualTo("/a%2F..%3Fx/b"))
                        .withQueryParam("q", equalTo("1&w=2 +")));
    }

    @Test
    void no_text_holds_a_secret_or_moves_a_cursor() {
        answer("/echo", json(500, "you sent \u001b[31m" + SECRET + " \u202e"));
        var doubt = assertInstanceOf(Sent.InDoubt.class, write("echo"));
        assertFalse(doubt.cause().contains(SECRET), doubt.cause());
        assertFalse(doubt.cause().matches(".*[\\p{Cntrl}\\p{Cf}].*"), doubt.cause());
        assertTrue(doubt.cause().contains("***"), doubt.cause());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.test/v1",
                "https://user:password@api.example.test",
                "https://api.example.test/?key=1",
                "ftp://api.example.test",
                "api.example.test"
            })
    void an_endpoint_that_would_leak_or_mislead_is_refused(String endpoint) {
        var failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                HttpSettings.of(
                                        new ProviderConfig("x", Map.of("endpoint", endpoint)),
                                        "https://api.example.test"));
        assertTrue(String.valueOf(failure.getMessage()).contains("`endpoint`"));
        assertFalse(String.valueOf(failure.getMessage()).contains("password"));
    }

    private static void answer(String path, ResponseDefinitionBuilder response) {
        server.stubFor(any(urlPathEqualTo(path)).willReturn(response));
    }

    /// One answer after the other; the last for good.
    private static void answerInTurn(String path, List<ResponseDefinitionBuilder> responses) {
        for (int i = 0; i < responses.size(); i++) {
            server.stubFor(
                    any(urlPathEqualTo(path))
                            .inScenario(path)
                            .whenScenarioStateIs(i == 0 ? STARTED : "" + i)
                            .willSetStateTo("" + Math.min(i + 1, responses.size() - 1))
                            .willReturn(responses.get(i)));
        }
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withBody(body);
    }

    private Sent write(String path) {
        return client("10s").write("do it", HttpCall.of("POST", path).json("{}"));
    }

    private HttpAnswer read(String path) throws ProviderException {
        return client("10s").read("read it", HttpCall.get(path));
    }

    private HttpClient client(String timeout) {
        return clientOf(server.baseUrl(), timeout);
    }

    private HttpClient clientOf(String endpoint, String timeout) {
        HttpSettings settings =
                HttpSettings.of(
                        new ProviderConfig("x", Map.of("endpoint", endpoint, "timeout", timeout)),
                        "https://api.example.test");
        return new HttpClient("The service", settings, waits::add).hide(SECRET);
    }

    private static void assertSent(String path, int times) {
        server.verify(times, anyRequestedFor(urlPathEqualTo(path)));
    }
}

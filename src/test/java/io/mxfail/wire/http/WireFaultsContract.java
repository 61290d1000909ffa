package io.mxfail.wire.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.request;

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
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an adapter makes of a wire that breaks: WireMock stands before its service, hands requests
/// on, and answers some of them itself.
public abstract class WireFaultsContract {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey KEY =
            new RecordKey(Name.fromConstantString("faults.example.test."), Type.MX);
    private static final RecordSet WANTED =
            RecordSet.parse(KEY, 60, List.of("10 mx1.example.test."));

    /// The one set that really comes to be.
    private static final RecordSet TAKEN =
            RecordSet.parse(
                    new RecordKey(Name.fromConstantString("taken.example.test."), Type.MX),
                    60,
                    List.of("10 mx1.example.test."));

    private WireMockServer wire;

    /// The root of a service that holds the zone `example.test.`, without final slash.
    protected abstract String service();

    /// Opens the adapter at that root instead.
    protected abstract DnsProvider open(String root, String timeout);

    /// How the adapter sends its write.
    protected abstract String writeMethod();

    @BeforeEach
    final void startTheWire() {
        wire =
                new WireMockServer(
                        WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        wire.start();
        wire.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().proxiedFrom(service())));
    }

    @AfterEach
    final void stopTheWire() {
        wire.stop();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_write_without_a_whole_answer_is_unknown(Fault fault) throws Exception {
        assertUnknown(aResponse().withFault(fault), "10s");
    }

    @Test
    void a_write_that_a_gateway_fails_is_unknown() throws Exception {
        assertUnknown(html(502), "10s");
    }

    @Test
    void a_write_that_is_answered_by_a_page_is_unknown() throws Exception {
        assertUnknown(html(200), "10s");
    }

    @Test
    void a_write_whose_answer_drips_is_unknown_by_the_deadline() throws Exception {
        assertTimeout(
                Duration.ofSeconds(20),
                () ->
                        assertUnknown(
                                aResponse()
                                        .withHeader("Content-Type", "application/json")
                                        .withBody("{\"a\": \"" + "x".repeat(100) + "\"}")
                                        .withChunkedDribbleDelay(100, 60_000),
                                "3s"));
    }

    @Test
    void a_write_that_a_gateway_turns_away_is_refused() throws Exception {
        var rejected = assertInstanceOf(Outcome.Rejected.class, writeAgainst(html(403), "10s"));
        assertTrue(rejected.reason().contains("HTML"), rejected.reason());
    }

    @Test
    void a_redirected_write_is_refused_and_goes_nowhere_else() throws Exception {
        var rejected =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        writeAgainst(
                                aResponse()
                                        .withStatus(307)
                                        .withHeader("Location", wire.baseUrl() + "/elsewhere"),
                                "10s"));
        assertTrue(rejected.reason().contains("redirect"), rejected.reason());
        assertNobodyAskedElsewhere();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_read_without_a_whole_answer_fails(Fault fault) {
        assertReadFails(aResponse().withFault(fault), FailureKind.UNAVAILABLE);
    }

    @Test
    void a_page_instead_of_data_is_no_empty_zone() {
        assertReadFails(html(200), FailureKind.UNAVAILABLE);
        assertReadFails(html(404), FailureKind.UNAVAILABLE);
    }

    @Test
    void data_that_is_not_what_it_should_be_is_no_empty_zone() {
        for (String body :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "null",
                        "{\"result\": [], \"success\": false}",
                        "{\"a\":")) {
            assertReadFails(
                    aResponse().withHeader("Content-Type", "application/json").withBody(body),
                    FailureKind.UNAVAILABLE);
        }
    }

    @Test
    void a_read_that_a_gateway_fails_is_no_empty_zone() {
        assertReadFails(html(502), FailureKind.UNAVAILABLE);
    }

    @Test
    void a_read_whose_answer_drips_fails_by_the_deadline() {
        ResponseDefinitionBuilder drips =
                aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody("x".repeat(100))
                        .withChunkedDribbleDelay(100, 60_000);
        assertTimeout(
                Duration.ofSeconds(20), () -> assertReadFails(drips, FailureKind.TIMEOUT, "3s"));
    }

    @Test
    void a_redirected_read_fails_and_goes_nowhere_else() {
        assertReadFails(
                aResponse().withStatus(307).withHeader("Location", wire.baseUrl() + "/elsewhere"),
                FailureKind.UNAVAILABLE);
        assertNobodyAskedElsewhere();
    }

    /// The service has said yes, and then nothing can be seen of it any more.
    @Test
    void a_write_that_is_taken_and_cannot_be_read_back_is_unknown() throws Exception {
        try (DnsProvider provider = open(wire.baseUrl(), "3s")) {
            ZoneWrite write = write(provider, TAKEN);
            wire.stubFor(
                    request(writeMethod(), anyUrl())
                            .atPriority(1)
                            .inScenario("taken")
                            .willSetStateTo("taken")
                            .willReturn(aResponse().proxiedFrom(service())));
            wire.stubFor(
                    get(anyUrl())
                            .atPriority(1)
                            .inScenario("taken")
                            .whenScenarioStateIs("taken")
                            .willReturn(html(502)));
            Outcome outcome = provider.write(write);
            assertInstanceOf(Outcome.Unknown.class, outcome, outcome::toString);
            wire.resetScenarios();
            RecordKey key = TAKEN.key();
            assertEquals(Optional.of(TAKEN), provider.read(ZONE, Set.of(key)).set(key));
        }
    }

    private static ZoneWrite write(DnsProvider provider, RecordSet wanted)
            throws ProviderException {
        RecordKey key = wanted.key();
        Observed now = provider.read(ZONE, Set.of(key));
        return new ZoneWrite(
                ZONE, List.of(new SetWrite(key, now.at(key), Optional.of(wanted))), Set.of());
    }

    private void assertNobodyAskedElsewhere() {
        assertEquals(
                List.of(),
                wire.getAllServeEvents().stream()
                        .filter(event -> event.getRequest().getUrl().equals("/elsewhere"))
                        .toList());
    }

    private static ResponseDefinitionBuilder html(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html; charset=utf-8")
                .withBody("<html><body>Please sign in</body></html>");
    }

    private void assertReadFails(ResponseDefinitionBuilder answer, FailureKind kind) {
        assertReadFails(answer, kind, "10s");
    }

    private void assertReadFails(
            ResponseDefinitionBuilder answer, FailureKind kind, String timeout) {
        wire.stubFor(get(anyUrl()).atPriority(1).willReturn(answer));
        try (DnsProvider provider = open(wire.baseUrl(), timeout)) {
            var failure =
                    assertThrows(ProviderException.class, () -> provider.read(ZONE, Set.of(KEY)));
            assertEquals(kind, failure.kind(), failure::getMessage);
        }
    }

    private void assertUnknown(ResponseDefinitionBuilder answer, String timeout)
            throws ProviderException {
        Outcome outcome = writeAgainst(answer, timeout);
        assertInstanceOf(Outcome.Unknown.class, outcome, outcome::toString);
        assertFalse(outcome.toString().contains("Exception"), outcome::toString);
    }

    /// A write that never arrives at the service, since the wire answers it.
    protected final Outcome writeAgainst(ResponseDefinitionBuilder answer, String timeout)
            throws ProviderException {
        try (DnsProvider provider = open(wire.baseUrl(), timeout)) {
            ZoneWrite write = write(provider, WANTED);
            wire.stubFor(request(writeMethod(), anyUrl()).atPriority(1).willReturn(answer));
            Outcome outcome = provider.write(write);
            wire.verify(
                    1,
                    RequestPatternBuilder.newRequestPattern(
                            RequestMethod.fromString(writeMethod()), anyUrl()));
            assertEquals(Optional.empty(), provider.read(ZONE, Set.of(KEY)).set(KEY));
            return outcome;
        }
    }
}

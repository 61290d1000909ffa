package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

@NeedsServer(Server.BIND)
class FreezingProxyTest {
    private static final Key KEY = Key.random("key");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private Bind bind;

    @BeforeEach
    void start() {
        bind = Bind.primary(Zone.sample("example.test", Grant.wholeZone(KEY)));
    }

    @AfterEach
    void stop() {
        bind.close();
    }

    @Test
    void everything_passes_until_it_freezes() {
        try (var proxy = FreezingProxy.before(bind.address())) {
            assertEquals(
                    List.of("10 mx1.example.test."),
                    Ask.data(proxy.address(), "example.test.", Type.MX));
            assertTrue(
                    Dig.at(proxy.address(), "+tcp", "example.test", "AXFR")
                            .contains("relay.example.test."));
            Nsupdate.signed(proxy.address(), KEY)
                    .send("example.test", "update add a.example.test. 60 A 192.0.2.9");
            assertEquals(List.of("192.0.2.9"), Ask.data(bind.address(), "a.example.test.", Type.A));
            assertFalse(proxy.isFrozen());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_update_whose_answer_is_frozen_was_applied(boolean overTcp) {
        try (var proxy = FreezingProxy.before(bind.address())) {
            proxy.freezeAfter(1, Way.TO_SERVER);
            assertThrows(IOException.class, () -> update(proxy, overTcp, SHORT));
            proxy.awaitFrozen(SOON);
            Await.until("the update arrived", SOON, this::isUpdated);
            assertEquals(1, proxy.passed(Way.TO_SERVER));
            assertEquals(0, proxy.passed(Way.TO_CLIENT));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_frozen_update_arrives_when_it_is_released_and_its_answer_comes(boolean overTcp)
            throws Exception {
        try (var proxy = FreezingProxy.before(bind.address())) {
            proxy.freezeAfter(0, Way.TO_SERVER);
            CompletionStage<Message> answer =
                    resolver(proxy, overTcp, Duration.ofSeconds(20)).sendAsync(update());
            assertFalse(isUpdated());
            proxy.release();
            assertEquals(Rcode.NOERROR, answer.toCompletableFuture().get().getRcode());
            assertTrue(isUpdated());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_discarded_update_never_arrives(boolean overTcp) throws Exception {
        try (var proxy = FreezingProxy.before(bind.address())) {
            proxy.freezeAfter(0, Way.EITHER);
            assertThrows(IOException.class, () -> update(proxy, overTcp, SHORT));
            proxy.discard();
            assertEquals(
                    List.of("10 mx1.example.test."),
                    Ask.data(proxy.address(), "example.test.", Type.MX));
            assertFalse(isUpdated());
            assertEquals(Rcode.NOERROR, update(proxy, overTcp, SOON).getRcode());
            assertTrue(isUpdated());
        }
    }

    @Test
    void every_packet_of_a_conversation_can_be_the_last() throws Exception {
        var cutOff = new ArrayList<CompletableFuture<Void>>();
        try (var proxy = FreezingProxy.before(bind.address())) {
            conversation(proxy, SOON);
            int packets = proxy.passed(Way.EITHER);
            assertEquals(6, packets);
            for (int last = 0; last < packets; last++) {
                proxy.freezeAfter(last, Way.EITHER);
                cutOff.add(
                        CompletableFuture.runAsync(
                                () -> conversation(proxy, SOON), Thread::startVirtualThread));
                Await.until("the next packet came", SOON, proxy::isHolding);
                assertTrue(proxy.isFrozen());
                assertEquals(last, proxy.passed(Way.EITHER));
                proxy.discard();
            }
        }
        for (CompletableFuture<Void> conversation : cutOff) {
            var failure = assertThrows(ExecutionException.class, conversation::get);
            assertInstanceOf(UncheckedIOException.class, failure.getCause());
        }
    }

    @Test
    void only_the_messages_of_interest_count() throws Exception {
        try (var proxy = FreezingProxy.before(bind.address(), FreezingProxy.UPDATES)) {
            proxy.freezeAfter(1, Way.TO_CLIENT);
            assertEquals(1, Ask.data(proxy.address(), "example.test.", Type.MX).size());
            assertFalse(proxy.isFrozen());
            assertEquals(Rcode.NOERROR, update(proxy, false, SOON).getRcode());
            assertTrue(proxy.isFrozen());
        }
    }

    @Test
    void a_dead_server_behind_it_ends_a_connection() {
        try (var proxy = FreezingProxy.before(bind.address())) {
            bind.crash();
            assertThrows(IOException.class, () -> update(proxy, true, SOON));
        }
    }

    private static void conversation(FreezingProxy proxy, Duration limit) {
        var resolver = resolver(proxy, true, limit);
        try {
            for (int type : List.of(Type.SOA, Type.MX, Type.TXT)) {
                resolver.send(
                        Message.newQuery(
                                org.xbill.DNS.Record.newRecord(
                                        name("example.test."), type, DClass.IN)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message update(FreezingProxy proxy, boolean overTcp, Duration limit)
            throws IOException {
        return resolver(proxy, overTcp, limit).send(update());
    }

    private static Update update() throws IOException {
        var update = new Update(name("example.test."));
        update.add(name("a.example.test."), Type.A, 60, "192.0.2.9");
        return update;
    }

    private static SimpleResolver resolver(FreezingProxy proxy, boolean overTcp, Duration limit) {
        var resolver = new SimpleResolver(proxy.address());
        resolver.setTCP(overTcp);
        resolver.setTimeout(limit);
        resolver.setTSIGKey(KEY.tsig());
        return resolver;
    }

    private boolean isUpdated() {
        return !Ask.data(bind.address(), "a.example.test.", Type.A).isEmpty();
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

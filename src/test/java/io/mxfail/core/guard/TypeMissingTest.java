package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.plan.Capabilities;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.Set;

final class TypeMissingTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TypeMissing();
    }

    @Override
    public Scene fine() {
        return danes().capabilities(with(Type.MX, Type.TXT, Type.TLSA));
    }

    @Override
    public Scene wrong() {
        return danes().capabilities(with(Type.MX, Type.TXT));
    }

    @Test
    void it_names_the_set_and_the_type() {
        assertEquals("_25._tcp.mx.example.test. TLSA", finding().where().subject());
        assertEquals(
                "first has no records of the type TLSA and would refuse the whole write",
                finding().message());
    }

    private static Scene danes() {
        return Scene.well()
                .site("backup", "10 mx.backup.test.")
                .records("backup", "_25._tcp.mx TLSA 3 1 1 " + "ab".repeat(32));
    }

    private static Capabilities with(Integer... types) {
        return new Capabilities(
                Capabilities.Atomicity.ZONE,
                Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                Duration.ZERO,
                100,
                Set.of(types));
    }
}

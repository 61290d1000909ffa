package io.mxfail.core.guard;

import io.mxfail.core.probe.TlsResult;

final class TlsExpiredTest implements TlsCase {
    @Override
    public Rule rule() {
        return new TlsExpired();
    }

    @Override
    public TlsResult shown() {
        return Scene.certificate("mx.backup.test", true, false);
    }

    @Override
    public String told() {
        return "192.0.2.20:25 valid from 2026-01-01T00:00:00Z";
    }
}

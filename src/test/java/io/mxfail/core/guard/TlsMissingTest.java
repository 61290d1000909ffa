package io.mxfail.core.guard;

import io.mxfail.core.probe.TlsResult;

final class TlsMissingTest implements TlsCase {
    @Override
    public Rule rule() {
        return new TlsMissing();
    }

    @Override
    public TlsResult shown() {
        return TlsResult.without(TlsResult.Status.NOT_OFFERED, "");
    }

    @Override
    public String told() {
        return "192.0.2.20:25 does not offer it";
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.probe.TlsResult;

final class TlsNameTest implements TlsCase {
    @Override
    public Rule rule() {
        return new TlsName();
    }

    @Override
    public TlsResult shown() {
        return Scene.certificate("www.backup.test", false, true);
    }

    @Override
    public String told() {
        return "192.0.2.20:25 shows www.backup.test";
    }
}

package io.mxfail.wire.http;

import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.MeteredAccount;

import java.util.function.Function;

/// An account at a fake service of its own; what is in it, and how the adapter is opened on it, is
/// the subclass's matter.
///
/// @param <S> the service
public abstract class ServiceAccount<S extends FakeService> implements MeteredAccount {
    private final S service;
    private final DnsProvider provider;

    /// @param open opens the adapter there with every right
    protected ServiceAccount(S service, Function<S, DnsProvider> open) {
        this.service = service;
        this.provider = open.apply(service);
    }

    public final S service() {
        return service;
    }

    @Override
    public final DnsProvider provider() {
        return provider;
    }

    @Override
    public final int reads() {
        return service.reads();
    }

    @Override
    public final int writes() {
        return service.writes();
    }

    @Override
    public final void loseTheNextAnswer() {
        service.loseTheNextAnswer();
    }

    @Override
    public final void breakTheNextAnswer() {
        service.breakTheNextAnswer();
    }

    @Override
    public final void throttleTheNextRead() {
        service.throttleTheNextRead();
    }

    @Override
    public final void throttleTheNextWrite() {
        service.throttleTheNextWrite();
    }

    @Override
    public final void afterTheNextWrite(Runnable event) {
        service.afterTheNextWrite(event);
    }

    @Override
    public final void close() {
        provider.close();
        service.close();
    }
}

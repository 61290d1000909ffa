package io.mxfail.spi;

/// An account of a service that counts requests and refuses too many of them.
public interface MeteredAccount extends Account {
    /// The service refuses the next read: one request too many.
    void throttleTheNextRead();

    /// The service refuses the next write: one request too many.
    void throttleTheNextWrite();

    /// The next write takes effect, and this happens before its answer is sent.
    void afterTheNextWrite(Runnable event);

    /// The next write takes effect, and a gateway on the way answers that it failed (502).
    void breakTheNextAnswer();
}

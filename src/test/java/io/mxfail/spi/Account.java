package io.mxfail.spi;

/// An account or server for one test of the [ProviderContract]. Several may share one zone.
public interface Account extends AutoCloseable {
    /// Opened with every right.
    DnsProvider provider();

    /// The same service, opened with a key or token that it does not know.
    DnsProvider stranger();

    /// Whether the service asks who one is. Where the operating system alone does, it is not the
    /// adapter that keeps strangers out.
    default boolean knowsStrangers() {
        return true;
    }

    /// Requests so far that asked for something; what is sent together is one. Asked for only
    /// where the contract has a [ProviderContract#budget].
    default int reads() {
        throw new UnsupportedOperationException("nothing on the way counts reads");
    }

    /// Requests so far that carried a write.
    int writes();

    /// The next write takes effect, and its answer is lost on the way.
    void loseTheNextAnswer();

    @Override
    void close();
}

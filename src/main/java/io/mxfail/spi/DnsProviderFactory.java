package io.mxfail.spi;

import io.mxfail.core.profile.ProviderConfig;

/// Opens one type of provider. Outside adapters are found by [java.util.ServiceLoader].
public interface DnsProviderFactory {
    /// What can be said of the adapter without opening it.
    ProviderDescription description();

    /// Opens an account or server; no packet leaves before the first read or write.
    ///
    /// @param config the options of the profile, with every secret reference already
    ///   replaced by the
    ///     secret itself and every path absolute
    DnsProvider open(ProviderConfig config);
}

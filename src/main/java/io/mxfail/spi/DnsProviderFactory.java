package io.mxfail.spi;

import io.mxfail.core.profile.ProviderConfig;

import java.util.Optional;

/// Opens one type of provider. Outside adapters are found by [java.util.ServiceLoader].
public interface DnsProviderFactory {
    /// What can be said of the adapter without opening it.
    ProviderDescription description();

    /// Opens an account or server; no packet leaves before the first read or write.
    ///
    /// @param config the options of the profile, with every secret reference already
    ///   replaced by the secret itself and every path absolute
    DnsProvider open(ProviderConfig config);

    /// The least right that a profile needs there; opens nothing.
    ///
    /// @param config the options of the profile; secrets are references still
    /// @return empty: this adapter cannot say
    default Optional<AccessPolicy> policy(ProviderConfig config, WriteScope scope) {
        return Optional.empty();
    }
}

package io.mxfail.adapter.google;

import io.mxfail.spi.MeteredAccount;
import io.mxfail.spi.MeteredContract;

import java.util.Optional;

class GoogleContractTest extends MeteredContract {
    @Override
    protected MeteredAccount account() {
        return new GoogleAccount();
    }

    /// A token and the zone's name at first, then one listing; the change compares by itself, so
    /// that it is listed again only after it.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(2, 1, 1));
    }
}

package io.mxfail.adapter.google;

import io.mxfail.spi.MeteredAccount;
import io.mxfail.spi.MeteredContract;

class GoogleContractTest extends MeteredContract {
    @Override
    protected MeteredAccount account() {
        return new GoogleAccount();
    }

    /// A token and the zone's name at first, then one listing; the change compares by itself, so
    /// that it is listed again only after it.
    @Override
    protected Budget budget() {
        return new Budget(2, 1, 1);
    }
}

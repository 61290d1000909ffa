package io.mxfail.adapter.azure;

import io.mxfail.spi.MeteredAccount;
import io.mxfail.spi.MeteredContract;

import org.xbill.DNS.Type;

import java.util.Optional;

class AzureContractTest extends MeteredContract {
    @Override
    protected MeteredAccount account() {
        return new AzureAccount();
    }

    /// A token and the zone's name at first, one listing to read, and one right before and after a
    /// write.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(2, 1, 2));
    }

    @Override
    protected boolean takes(int type) {
        return type != Type.TLSA;
    }

    @Override
    protected boolean takesEveryOctet() {
        return false;
    }
}

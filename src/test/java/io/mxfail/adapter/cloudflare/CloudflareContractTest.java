package io.mxfail.adapter.cloudflare;

import io.mxfail.spi.MeteredAccount;
import io.mxfail.spi.MeteredContract;

import java.util.Optional;

class CloudflareContractTest extends MeteredContract {
    @Override
    protected MeteredAccount account() {
        return new CloudflareAccount();
    }

    /// The zone is asked for by name; it is listed to read it, and once more right before and after
    /// a write.
    @Override
    protected Optional<Budget> budget() {
        return Optional.of(new Budget(1, 1, 2));
    }
}

package example.flat;

import io.mxfail.spi.Account;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;

/// Everything that mxfail expects of an adapter, from its test jar.
class FlatContractTest extends ProviderContract {
    @TempDir private Path folder;

    @Override
    protected Account account() throws Exception {
        return new FlatAccount(new FlatFactory(), folder);
    }

    /// A file counts no requests; for a service say how many each step may take.
    @Override
    protected Optional<Budget> budget() {
        return Optional.empty();
    }
}

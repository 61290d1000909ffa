package example.flat;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderContract;

import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A fresh file for one test of the contract suite.
public final class FlatAccount implements Account {
    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

    private final Path file;
    private final DnsProvider provider;
    private int writes;

    public FlatAccount(DnsProviderFactory factory, Path folder) throws IOException {
        this.file = Files.createTempFile(folder, "flat", ".zone");
        var lines = new ArrayList<String>();
        String content = "@ 300 IN SOA ns1 hostmaster 1 1 1 1 30\n" + ProviderContract.CONTENT;
        var master =
                new Master(
                        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                        Name.fromConstantString("example.test."));
        for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
            lines.add(
                    r.getName()
                            + " "
                            + r.getTTL()
                            + " "
                            + Type.string(r.getType())
                            + " "
                            + r.rdataToString());
        }
        Files.write(file, lines);
        Files.setLastModifiedTime(file, LONG_AGO);
        this.provider =
                factory.open(new ProviderConfig("flat", Map.of("path", file.toString())));
    }

    /// Counts the writes that replaced the file; the suite holds them against the capabilities.
    @Override
    public DnsProvider provider() {
        count();
        return provider;
    }

    @Override
    public int writes() {
        count();
        return writes;
    }

    private void count() {
        try {
            if (!Files.getLastModifiedTime(file).equals(LONG_AGO)) {
                writes++;
                Files.setLastModifiedTime(file, LONG_AGO);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean knowsStrangers() {
        return false;
    }

    @Override
    public DnsProvider stranger() {
        throw new UnsupportedOperationException("a file knows no strangers");
    }

    /// A rename gives no answer that could be lost.
    @Override
    public void loseTheNextAnswer() {}

    @Override
    public void close() {
        provider.close();
    }

    /// For people who look at the file of a test that failed.
    List<String> lines() throws IOException {
        return Files.readAllLines(file);
    }
}

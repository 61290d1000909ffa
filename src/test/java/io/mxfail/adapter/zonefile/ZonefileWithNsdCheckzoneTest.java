package io.mxfail.adapter.zonefile;

import io.mxfail.real.Binary;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.spi.Account;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@NeedsServer(Server.NSD_CHECKER)
class ZonefileWithNsdCheckzoneTest extends ProviderContract {
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        folder = Files.createTempDirectory("mxfail-zonefile");
        Files.writeString(folder.resolve("example.test"), Written.HEAD + ProviderContract.CONTENT);
    }

    @AfterAll
    static void delete() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    protected Account account() {
        return new ZonefileAccount(
                folder + "/example.test", Binary.require("nsd-checkzone").command());
    }
}

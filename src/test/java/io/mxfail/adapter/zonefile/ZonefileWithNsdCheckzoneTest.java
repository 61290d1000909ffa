package io.mxfail.adapter.zonefile;

import io.mxfail.real.Binary;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@NeedsServer(Server.NSD_CHECKER)
class ZonefileWithNsdCheckzoneTest extends ZonefileContract {
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
    protected String path() {
        return folder + "/example.test";
    }

    @Override
    protected List<String> checker() {
        return Binary.require("nsd-checkzone").command();
    }
}

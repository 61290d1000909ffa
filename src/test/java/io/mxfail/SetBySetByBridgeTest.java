package io.mxfail;

import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A bridge that changes one record set a request, at a real BIND.
@NeedsServer({Server.BIND, Server.PYTHON})
class SetBySetByBridgeTest extends SetBySetContract {
    private final Key key = Key.random("mxfail-key");
    private Bind bind;
    private Company company;

    @BeforeEach
    void open() throws IOException {
        bind = Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(key)));
        company = new Company(bind.address(), key);
        Path file =
                Keyring.keep(
                        company.folder,
                        "update.key",
                        "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                                .formatted(key.name(), key.algorithm(), key.secret()));
        Path bridge = company.folder.resolve("bridge");
        try (var script = SetBySetByBridgeTest.class.getResourceAsStream("/set-by-set-bridge")) {
            Files.copy(script, bridge, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(bridge, PosixFilePermissions.fromString("rwx------"));
        company.provider(
                "{type: exec, timeout: 60s, command: [%s, %s, %s, 127.0.0.1, \"%d\", %s]}"
                        .formatted(
                                bridge,
                                company.folder,
                                Path.of("docs/examples/nsupdate-bridge").toAbsolutePath(),
                                bind.address().getPort(),
                                file));
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        bind.close();
    }

    @Override
    Company company() {
        return company;
    }

    @Override
    InetSocketAddress names() {
        return bind.address();
    }

    @Override
    void freezeAfter(int writes) {
        try {
            Files.writeString(company.folder.resolve("left"), Integer.toString(writes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    boolean frozen() {
        return Files.exists(company.folder.resolve("frozen"));
    }

    /// The bridge outlives who started it: a process that is killed cannot end another.
    @Override
    void thaw() {
        ProcessHandle.allProcesses()
                .filter(
                        process ->
                                process.info()
                                        .arguments()
                                        .filter(
                                                words ->
                                                        List.of(words)
                                                                .contains(
                                                                        company.folder
                                                                                .resolve("bridge")
                                                                                .toString()))
                                        .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
        try {
            Files.delete(company.folder.resolve("left"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

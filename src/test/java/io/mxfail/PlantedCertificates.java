package io.mxfail;

import io.mxfail.core.mail.Tlsa;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabAuthority.ServerCertificate;
import io.mxfail.planted.Fault.Shown;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;

/// The authority of a planted world, and what hosts show of it.
final class PlantedCertificates implements AutoCloseable {
    static final Duration LONG = Duration.ofDays(60);
    private static final Duration SOON = Duration.ofDays(3);

    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final LabAuthority stranger = LabAuthority.create(Instant.now());
    private final Path folder;

    PlantedCertificates() {
        try {
            folder = Files.createTempDirectory("mxfail-planted-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whom to trust, as PEM.
    String anchor() {
        return authority.pem();
    }

    /// Key and chain of a host in one text, for another server than this process.
    String pem(String host) {
        return authority.serverPem(host, LONG);
    }

    ServerCertificate shown(String host, Shown shown) {
        try {
            return switch (shown) {
                case FITTING -> authority.issue(host, LONG);
                case OTHER_NAME -> authority.issue("other.hosts.test", LONG);
                case EXPIRED -> authority.issue(host, Duration.ofDays(-1));
                case STRANGER -> stranger.issue(host, LONG);
                case ENDING -> authority.issue(host, SOON);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The line of Postfix that has a listener show it.
    String setting(String name, ServerCertificate certificate) {
        try {
            Path file = folder.resolve(name + ".pem");
            Files.writeString(file, certificate.keyPem() + certificate.chainPem());
            return "smtpd_tls_chain_files = " + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The data of a `3 1 1` TLSA record that it fits.
    static String hash(ServerCertificate certificate) {
        String text = Tlsa.forCertificate(3, 1, 1, certificate.chain().getFirst()).toString();
        return text.substring(text.lastIndexOf(' ') + 1);
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}

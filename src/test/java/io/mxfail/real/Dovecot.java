package io.mxfail.real;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/// A real Dovecot that shows what a [Postfix] has delivered, by IMAP over TLS, and tells one
/// who may log in. It needs root.
public final class Dovecot implements AutoCloseable {
    /// The account that owns the Postfix fixture's mailboxes.
    private static final int OWNER = 1;

    private static final Duration GREETING = Duration.ofSeconds(5);

    private final Scratch scratch;
    private final InetSocketAddress address;
    private final int logins;
    private final Daemon daemon;

    private Dovecot(Setup setup, int port, int logins) {
        this.logins = logins;
        this.address = new InetSocketAddress("127.0.0.1", port);
        this.scratch = Scratch.create("dovecot");
        try {
            Files.setPosixFilePermissions(
                    scratch.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(
                    scratch.subfolder("control"), PosixFilePermissions.fromString("rwxrwxrwx"));
            scratch.write("users", setup.user() + ":{PLAIN}" + setup.password() + "::::::\n");
            scratch.write("tls.pem", setup.tls());
            Path settings = scratch.write("dovecot.conf", configuration(setup));
            this.daemon =
                    Daemon.start(
                            "dovecot",
                            scratch,
                            Binary.require("dovecot").command("-F", "-c", settings.toString()));
            daemon.awaitReady(this::listens);
        } catch (IOException e) {
            scratch.close();
            throw new java.io.UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    /// What one Dovecot is told.
    ///
    /// @param tls its private key and certificates in PEM
    /// @param maildir the mailbox that it shows
    public record Setup(String tls, Path maildir, String user, String password) {}

    /// Starts one on a free port of 127.0.0.1.
    public static Dovecot start(Setup setup) {
        return Ports.retrying(() -> new Dovecot(setup, Ports.free(), Ports.free()));
    }

    /// Where it speaks IMAP over TLS.
    public InetSocketAddress address() {
        return address;
    }

    /// Lines of a Postfix's `main.cf` by which it asks here who may log in, over TLS alone, and
    /// takes mail from nobody else.
    public List<String> settings() {
        return List.of(
                "smtpd_sasl_auth_enable = yes",
                "smtpd_sasl_type = dovecot",
                "smtpd_sasl_path = inet:127.0.0.1:" + logins,
                "smtpd_tls_auth_only = yes",
                "smtpd_relay_restrictions = permit_sasl_authenticated, reject",
                "smtpd_recipient_restrictions = permit_sasl_authenticated, reject");
    }

    /// All it has logged.
    public String log() {
        return daemon.log();
    }

    /// Ends it and deletes its folder.
    @Override
    public void close() {
        daemon.stop();
        scratch.close();
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(address, (int) GREETING.toMillis());
            return true;
        } catch (IOException _) {
            // not up yet
            return false;
        }
    }

    /// Nothing runs in a chroot and nothing under accounts of its own, which exist only where the
    /// package is installed and not merely unpacked. Whoever has the wrong password hears so at
    /// once, and not seconds later, then more and more of them.
    private String configuration(Setup setup) {
        return """
        base_dir = %1$s/run
        state_dir = %1$s/state
        libexec_dir = %2$s
        mail_plugin_dir = %2$s/modules
        import_environment = LD_LIBRARY_PATH
        instance_name = mxfail-test
        log_path = /dev/stderr
        protocols = imap
        listen = 127.0.0.1
        default_login_user = nobody
        default_internal_user = daemon
        default_internal_group = daemon
        ssl = required
        ssl_cert = <%1$s/tls.pem
        ssl_key = <%1$s/tls.pem
        auth_mechanisms = plain
        auth_failure_delay = 0
        first_valid_uid = 1
        first_valid_gid = 1
        mail_location = maildir:%3$s:INDEX=MEMORY:CONTROL=%1$s/control
        passdb {
          driver = passwd-file
          args = %1$s/users
        }
        userdb {
          driver = static
          args = uid=%4$d gid=%4$d home=%3$s
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = 0
          }
          inet_listener imaps {
            port = %5$d
            ssl = yes
          }
        }
        service auth {
          inet_listener {
            address = 127.0.0.1
            port = %6$d
          }
        }
        service anvil {
          chroot =
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service stats {
          chroot =
        }
        """
                .formatted(
                        scratch.folder(),
                        Binary.require("imap-login").path().getParent(),
                        setup.maildir(),
                        OWNER,
                        address.getPort(),
                        logins);
    }
}

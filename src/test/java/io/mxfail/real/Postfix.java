package io.mxfail.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real Postfix with its own queue: takes mail for its recipients (250), knows no others of its
/// domains (550 5.1.1), relays for nobody (554 5.7.1) and offers STARTTLS. It needs root.
///
/// It borrows accounts that every Linux has, since those of Postfix exist only where its package
/// is installed and not merely unpacked.
public final class Postfix implements AutoCloseable {
    private static final String OWNER = "daemon";
    private static final String DROP_GROUP = "mail";
    private static final Duration GREETING = Duration.ofSeconds(5);

    /// What one Postfix is told.
    ///
    /// @param hostName the name in its banner
    /// @param tls its private key and certificates in PEM; without, it offers no STARTTLS
    /// @param domains those it takes mail for
    /// @param recipients full addresses in these domains; mail for `junk@` comes into the
    ///   folder for junk
    /// @param settings further lines of its `main.cf`
    public record Setup(
            String hostName,
            Optional<String> tls,
            List<String> domains,
            List<String> recipients,
            List<String> settings) {
        public Setup {
            domains = List.copyOf(domains);
            recipients = List.copyOf(recipients);
            settings = List.copyOf(settings);
        }

        /// One without further settings.
        public Setup(
                String hostName,
                Optional<String> tls,
                List<String> domains,
                List<String> recipients) {
            this(hostName, tls, domains, recipients, List.of());
        }

        /// The same with further lines of `main.cf`.
        public Setup with(String... lines) {
            return new Setup(hostName, tls, domains, recipients, List.of(lines));
        }

        /// The same that sends mail of a domain on to a server.
        ///
        /// @param from the loopback address that the server sees it come from
        public Setup sending(String domain, InetSocketAddress to, String from) {
            return with(
                    Stream.concat(
                                    settings.stream(),
                                    Stream.of(
                                            "relay_domains = " + domain,
                                            "transport_maps = inline:{%s=smtp:[%s]:%d}"
                                                    .formatted(
                                                            domain,
                                                            to.getAddress().getHostAddress(),
                                                            to.getPort()),
                                            "smtp_bind_address = " + from,
                                            "smtp_tls_security_level = may"))
                            .toArray(String[]::new));
        }

        /// Takes mail for `probe@` and `postmaster@` of these domains.
        public static Setup accepting(String hostName, String tls, String... domains) {
            return new Setup(
                    hostName,
                    Optional.of(tls),
                    List.of(domains),
                    Stream.of(domains)
                            .flatMap(domain -> Stream.of("probe@" + domain, "postmaster@" + domain))
                            .toList());
        }
    }

    /// A further port of the same Postfix that answers in its own way.
    ///
    /// @param port on 127.0.0.1
    /// @param settings parameters of `main.cf` that differ there: `name = value`
    public record Listener(int port, List<String> settings) {
        public Listener {
            settings = List.copyOf(settings);
        }

        private String line() {
            return "127.0.0.1:%d inet n - n - - smtpd%n".formatted(port)
                    + settings.stream()
                            .map(setting -> "  -o { " + setting + " }\n")
                            .collect(Collectors.joining());
        }
    }

    private final Scratch scratch;
    private final Setup setup;
    private final List<Listener> listeners;
    private final InetSocketAddress address;
    private Daemon daemon;

    private Postfix(Setup setup, List<Listener> listeners, InetSocketAddress address) {
        this.setup = setup;
        this.listeners = listeners;
        this.address = address;
        this.scratch = Scratch.create("postfix");
        try {
            prepareFolders();
            scratch.write("etc/main.cf", mainConfiguration());
            scratch.write("etc/master.cf", services());
            scratch.write(
                    "etc/recipients",
                    setup.recipients().stream()
                            .map(
                                    recipient ->
                                            recipient.startsWith("junk@")
                                                    ? recipient + " inbox/.Junk/\n"
                                                    : recipient + " inbox/\n")
                            .collect(Collectors.joining()));
            this.daemon = start();
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    /// Starts one on a free port of 127.0.0.1.
    public static Postfix start(Setup setup) {
        return Ports.retrying(
                () ->
                        new Postfix(
                                setup,
                                List.of(),
                                new InetSocketAddress("127.0.0.1", Ports.free())));
    }

    /// Starts one that listens at further ports, too.
    public static Postfix start(Setup setup, List<Listener> listeners) {
        return Ports.retrying(
                () ->
                        new Postfix(
                                setup,
                                List.copyOf(listeners),
                                new InetSocketAddress("127.0.0.1", Ports.free())));
    }

    /// Starts one at a given loopback address, such as 127.0.1.2 or ::1, for mail hosts that
    /// must share a port (see [Ports#free(String...)]).
    public static Postfix start(Setup setup, InetSocketAddress address) {
        return new Postfix(setup, List.of(), address);
    }

    /// Where it speaks SMTP.
    public InetSocketAddress address() {
        return address;
    }

    /// The messages it has delivered, in no order.
    public List<String> messages() {
        try (Stream<Path> files = Files.list(scratch.subfolder("mail/inbox/new"))) {
            return files.map(Postfix::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder of the one mailbox that all its recipients share, for an IMAP server.
    public Path maildir() {
        return scratch.folder().resolve("mail/inbox");
    }

    /// Ends it at once: from now on connections are refused.
    public void crash() {
        daemon.stop();
        Await.until("nobody listens", GREETING, () -> !answers(""));
    }

    /// Starts it again after [crash].
    public void restart() {
        daemon = start();
    }

    /// All it has logged since it last started.
    public String log() {
        return daemon.log();
    }

    /// Ends it and deletes its folder.
    @Override
    public void close() {
        daemon.stop();
        scratch.close();
    }

    private Daemon start() {
        Daemon started =
                Daemon.start(
                        "postfix",
                        scratch,
                        Binary.require("master")
                                .command("-s", "-c", scratch.folder().resolve("etc").toString()));
        started.awaitReady(() -> answers(greeting()));
        return started;
    }

    /// One that is set up in its own way may greet so, or not at all.
    private String greeting() {
        return setup.settings().isEmpty() ? "220 " + setup.hostName() : "";
    }

    private boolean answers(String greeting) {
        try (var socket = new Socket()) {
            socket.connect(address, (int) GREETING.toMillis());
            socket.setSoTimeout((int) GREETING.toMillis());
            byte[] first = socket.getInputStream().readNBytes(greeting.length());
            return new String(first, StandardCharsets.US_ASCII).equals(greeting);
        } catch (IOException _) {
            // Not up yet, or down at last: the caller decides.
            return false;
        }
    }

    /// What Postfix's own start script would make; its daemons check the owners.
    private void prepareFolders() {
        open(scratch.folder());
        scratch.subfolder("spool/pid");
        for (String name :
                List.of(
                        "active",
                        "bounce",
                        "corrupt",
                        "defer",
                        "deferred",
                        "flush",
                        "hold",
                        "incoming",
                        "private",
                        "saved",
                        "trace")) {
            permit(scratch.subfolder("spool/" + name), "rwx------", OWNER, OWNER);
        }
        permit(scratch.subfolder("spool/maildrop"), "rwx-wx---", OWNER, DROP_GROUP);
        permit(scratch.subfolder("spool/public"), "rwx--x---", OWNER, DROP_GROUP);
        permit(scratch.subfolder("data"), "rwx------", OWNER, OWNER);
        permit(scratch.subfolder("mail"), "rwx------", OWNER, OWNER);
        for (String name : List.of("inbox", "inbox/new", "inbox/cur", "inbox/tmp")) {
            permit(scratch.subfolder("mail/" + name), "rwx------", OWNER, OWNER);
        }
    }

    private static void open(Path folder) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void permit(Path folder, String mode, String owner, String group) {
        try {
            var accounts = folder.getFileSystem().getUserPrincipalLookupService();
            var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
            view.setOwner(accounts.lookupPrincipalByName(owner));
            view.setGroup(accounts.lookupPrincipalByGroupName(group));
            view.setPermissions(PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without `in_flow_delay = 0` a transaction that a probe breaks off costs the next one a
    /// second: such mail is never delivered, and Postfix takes it for a queue that grows.
    ///
    /// `import_environment` hands the library path on to the helpers, which `master` would clear.
    private String mainConfiguration() {
        Path programs = Binary.require("smtpd").path().getParent();
        return """
        compatibility_level = 3.6
        queue_directory = %1$s/spool
        data_directory = %1$s/data
        meta_directory = %1$s/etc
        daemon_directory = %2$s
        command_directory = %2$s
        import_environment = MAIL_CONFIG LANG=C LD_LIBRARY_PATH
        mail_owner = %3$s
        setgid_group = %4$s
        default_privs = nobody
        myhostname = %5$s
        myorigin = %5$s
        mydestination =
        mynetworks =
        inet_interfaces = 127.0.0.1%9$s
        inet_protocols = %10$s
        maillog_file = /dev/stdout
        alias_maps =
        local_recipient_maps =
        local_transport = error:no local mail
        default_transport = error:this server sends nothing out
        relay_domains =
        virtual_mailbox_domains = %6$s
        virtual_mailbox_base = %1$s/mail
        virtual_mailbox_maps = texthash:%1$s/etc/recipients
        virtual_uid_maps = static:1
        virtual_gid_maps = static:1
        virtual_minimum_uid = 1
        smtpd_relay_restrictions = reject_unauth_destination
        smtpd_recipient_restrictions = reject_unauth_destination
        smtpd_client_connection_count_limit = 0
        smtpd_peername_lookup = no
        message_size_limit = 1048576
        in_flow_delay = 0
        %7$s
        %8$s
        """
                .formatted(
                        scratch.folder(),
                        programs,
                        OWNER,
                        DROP_GROUP,
                        setup.hostName(),
                        String.join(", ", setup.domains()),
                        setup.tls().map(this::encryption).orElse("smtpd_tls_security_level = none"),
                        String.join("\n", setup.settings()),
                        isV6() ? ", [::1]" : "",
                        isV6() ? "all" : "ipv4");
    }

    private boolean isV6() {
        return address.getAddress() instanceof Inet6Address;
    }

    private String encryption(String pem) {
        Path file = scratch.write("etc/tls.pem", pem);
        return "smtpd_tls_security_level = may\nsmtpd_tls_chain_files = " + file;
    }

    /// No service runs in a chroot (the fifth column): its libraries would be missing there.
    private String services() {
        return """
        %s:%d inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        smtp unix - - n - - smtp
        virtual unix - n n - - virtual
        tlsmgr unix - - n 1000? 1 tlsmgr
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        """
                        .formatted(
                                isV6() ? "[::1]" : address.getAddress().getHostAddress(),
                                address.getPort())
                + listeners.stream().map(Listener::line).collect(Collectors.joining());
    }
}

package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.Verdict;
import io.mxfail.port.MailProbe;
import io.mxfail.port.ProbeRequest;

import org.xbill.DNS.Name;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Mail hosts that do as a test says; one that it says nothing of takes mail.
final class ScriptedMail implements MailProbe {
    /// What a host does with mail.
    enum Manner {
        TAKES,
        DEFERS,
        GREYLISTS,
        REJECTS,
        DOWN
    }

    private final Map<Name, Manner> manners = new ConcurrentHashMap<>();
    private final Map<Name, Runnable> acts = new ConcurrentHashMap<>();

    void set(String host, Manner manner) {
        manners.put(Name.fromConstantString(host), manner);
    }

    /// Runs before a host is probed.
    void onProbe(String host, Runnable act) {
        acts.put(Name.fromConstantString(host), act);
    }

    @Override
    public HostProbe probe(ProbeRequest request) {
        acts.getOrDefault(request.host(), () -> {}).run();
        Manner manner = manners.getOrDefault(request.host(), Manner.TAKES);
        return HostProbe.of(
                request.host(),
                request.targets().stream()
                        .map(target -> address(request, target, manner))
                        .toList());
    }

    private static AddressProbe address(
            ProbeRequest request, InetSocketAddress target, Manner manner) {
        List<RecipientResult> recipients =
                request.recipients().stream().map(r -> result(r, manner)).toList();
        return new AddressProbe(
                new ServerAddress(target.getAddress().getHostAddress(), target.getPort()),
                manner == Manner.DOWN ? Contact.REFUSED : Contact.CONNECTED,
                List.of(),
                recipients,
                TlsResult.notTried(),
                Optional.empty());
    }

    private static RecipientResult result(Recipient recipient, Manner manner) {
        Reply reply =
                switch (manner) {
                    case TAKES ->
                            recipient.invented()
                                    ? Reply.of(550, List.of("5.1.1 no such user"))
                                    : Reply.of(250, List.of("2.1.5 fine"));
                    case GREYLISTS -> Reply.of(450, List.of("4.2.0 Greylisted"));
                    case DEFERS -> Reply.of(451, List.of("4.3.0 later"));
                    case REJECTS -> Reply.of(550, List.of("5.7.1 relaying denied"));
                    case DOWN -> Reply.none("connection refused");
                };
        if (manner == Manner.DOWN) {
            return RecipientResult.notAsked(recipient, "connection refused");
        }
        return new RecipientResult(
                recipient,
                Stage.RCPT,
                reply,
                Verdict.of(Stage.RCPT, reply, recipient.address()),
                Duration.ofMillis(5));
    }
}

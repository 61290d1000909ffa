package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.port.MailProbe;
import io.mxfail.port.ProbeRequest;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Probes a mail host at all its addresses at once, one virtual thread and one connection at a
/// time for each address.
///
/// @see AddressConversation
public final class SmtpProbe implements MailProbe {
    private final InstantSource clock;

    /// Reading the runtime's own anchors takes longer than talking to a host.
    private final Map<String, TrustAnchors> anchors = new ConcurrentHashMap<>();

    /// @param clock tells whether certificates are in date
    public SmtpProbe(InstantSource clock) {
        this.clock = clock;
    }

    /// @throws IllegalArgumentException where the extra trust anchors hold no certificate
    @Override
    public HostProbe probe(ProbeRequest request) {
        TlsClient tls =
                new TlsClient(
                        anchors.computeIfAbsent(
                                request.security().anchorsPem(), TrustAnchors::with),
                        request.security().expectedName());
        List<Future<AddressProbe>> running = new ArrayList<>();
        // Closing waits for all; an interrupt cuts their connections, which they report as such.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (InetSocketAddress target : request.targets()) {
                running.add(
                        threads.submit(
                                () -> new AddressConversation(request, target, tls, clock).run()));
            }
        }
        return HostProbe.of(request.host(), running.stream().map(Future::resultNow).toList());
    }
}

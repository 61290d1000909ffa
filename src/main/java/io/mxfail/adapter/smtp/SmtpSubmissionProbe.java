package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.RelayAddress;
import io.mxfail.port.SubmissionProbe;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Probes a submission relay at all its addresses at once, one virtual thread and one connection
/// for each.
///
/// @see SubmissionConversation
public final class SmtpSubmissionProbe implements SubmissionProbe {
    private final InstantSource clock;

    /// @param clock tells whether certificates are in date
    public SmtpSubmissionProbe(InstantSource clock) {
        this.clock = clock;
    }

    /// @throws IllegalArgumentException where the extra trust anchors hold no certificate
    @Override
    public List<RelayAddress> probe(Request request) {
        var tls = new TlsClient(TrustAnchors.with(request.trust().anchorsPem()), request.name());
        List<Future<RelayAddress>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (InetSocketAddress target : request.targets()) {
                running.add(
                        threads.submit(
                                () ->
                                        new SubmissionConversation(request, target, tls, clock)
                                                .run()));
            }
        }
        return running.stream().map(Future::resultNow).toList();
    }
}

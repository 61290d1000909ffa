package io.mxfail.adapter.dns;

import io.mxfail.wire.dns.Exchange;

import org.xbill.DNS.DohResolver;
import org.xbill.DNS.Message;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Questions over HTTPS (RFC 8484), by dnsjava's resolver; the machine's own trust anchors apply.
final class Doh {
    private final Executor threads;

    /// @param threads for completions, which would otherwise use the common pool
    Doh(Executor threads) {
        this.threads = threads;
    }

    Exchange ask(String url, Message query, Duration timeout) {
        var resolver = new DohResolver(url);
        resolver.setUsePost(true);
        resolver.setTimeout(timeout);
        try {
            Message answer =
                    resolver.sendAsync(query, threads)
                            .toCompletableFuture()
                            .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return query.getQuestion().equals(answer.getQuestion())
                    ? new Exchange.Reply(answer, true)
                    : failed(Exchange.Cause.UNREADABLE, url + " answered another question");
        } catch (TimeoutException _) {
            return failed(Exchange.Cause.TIMEOUT, url + " did not answer in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed(Exchange.Cause.INTERRUPTED, "interrupted");
        } catch (ExecutionException e) {
            return failed(url, e);
        }
    }

    /// The reason lies some layers down.
    private static Exchange failed(String url, Throwable failure) {
        Throwable root = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            root = at;
            switch (at) {
                case HttpTimeoutException _, TimeoutException _ -> {
                    return failed(Exchange.Cause.TIMEOUT, url + " did not answer in time");
                }
                case ConnectException _, UnknownHostException _, UnresolvedAddressException _ -> {
                    return failed(Exchange.Cause.UNREACHABLE, url + " cannot be reached");
                }
                default -> {}
            }
        }
        return failed(Exchange.Cause.UNREADABLE, url + " gave no answer (" + root + ")");
    }

    private static Exchange failed(Exchange.Cause cause, String detail) {
        return new Exchange.NoReply(cause, true, detail);
    }
}

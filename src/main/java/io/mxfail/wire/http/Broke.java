package io.mxfail.wire.http;

import io.mxfail.core.plan.FailureKind;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Why there is no answer.
enum Broke {
    TIMEOUT(FailureKind.TIMEOUT, false),
    INTERRUPTED(FailureKind.TIMEOUT, false),
    UNKNOWN_HOST(FailureKind.UNAVAILABLE, false),
    REFUSED(FailureKind.UNAVAILABLE, true),
    UNTRUSTED(FailureKind.UNAVAILABLE, false),
    TLS(FailureKind.UNAVAILABLE, false),
    TOO_LONG(FailureKind.UNAVAILABLE, false),
    CUT_OFF(FailureKind.UNAVAILABLE, true),
    CLOSED(FailureKind.UNAVAILABLE, true);

    private final FailureKind kind;
    private final boolean mayPass;

    Broke(FailureKind kind, boolean mayPass) {
        this.kind = kind;
        this.mayPass = mayPass;
    }

    static Broke of(IOException cause) {
        return switch (cause) {
            case InterruptedIOException _ ->
                    Thread.currentThread().isInterrupted() ? INTERRUPTED : TIMEOUT;
            case UnknownHostException _ -> UNKNOWN_HOST;
            case ConnectException _, NoRouteToHostException _ -> REFUSED;
            case SSLHandshakeException _, SSLPeerUnverifiedException _ -> UNTRUSTED;
            case SSLException _ -> TLS;
            case Attempt.TooLong _ -> TOO_LONG;
            case ProtocolException _ -> CUT_OFF;
            default -> CLOSED;
        };
    }

    FailureKind kind() {
        return kind;
    }

    /// Whether a second try can go better within seconds.
    boolean mayPass() {
        return mayPass;
    }

    /// Completes "the service …".
    String words(Duration timeout) {
        return switch (this) {
            case TIMEOUT -> "gave no whole answer within " + timeout.toMillis() / 1000.0 + " s";
            case INTERRUPTED -> "was not waited for: interrupted";
            case UNKNOWN_HOST -> "has a name that does not resolve here";
            case REFUSED -> "cannot be reached";
            case UNTRUSTED ->
                    "has a certificate that is not trusted for this name; give its authority in"
                            + " `ca-file`, or check `endpoint`";
            case TLS -> "does not speak TLS as it should";
            case TOO_LONG -> "sends an answer without end";
            case CUT_OFF -> "cut its answer off";
            case CLOSED -> "closed the connection before its answer was complete";
        };
    }
}

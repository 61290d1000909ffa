package io.mxfail.adapter.route53;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.SSLHandshakeException;

/// Why a request failed, and what it may have done all the same.
///
/// @param text the cause and the next step; without secrets and control characters
record Failure(FailureKind kind, Effect effect, String text) {
    private static final int LONGEST = 600;
    private static final Set<String> FORBIDDEN =
            Set.of("AccessDenied", "AccessDeniedException", "NotAuthorizedException");
    private static final Set<String> UNAUTHORISED =
            Set.of(
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "SignatureDoesNotMatch",
                    "InvalidSignatureException",
                    "IncompleteSignature",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "OptInRequired",
                    "AuthFailure");
    private static final Set<String> SKEWED =
            Set.of("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture");

    /// What a failed write has done.
    enum Effect {
        /// nothing: it did not leave, or the service says no to who asks or how
        NONE,
        /// nothing, and the same may succeed a moment later
        NOT_NOW,
        /// nothing: the zone or the batch does not allow it
        REFUSED_CONTENT,
        /// not known
        OPEN
    }

    /// A failure that travels as an exception within this adapter.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        Failed(Failure failure) {
            super(failure.text());
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    /// As the failure of a read.
    ///
    /// @param action what was tried: "list example.test."
    ProviderException during(String action) {
        return new ProviderException(kind, "cannot " + action + ": " + text);
    }

    static Failure late() {
        return new Failure(
                FailureKind.TIMEOUT,
                Effect.OPEN,
                "Route 53 gave no complete answer in time (`timeout`)");
    }

    static Failure interrupted() {
        return new Failure(FailureKind.TIMEOUT, Effect.OPEN, "interrupted while Route 53 answered");
    }

    /// No credentials were to be had, so that nothing was asked.
    static Failure withoutCredentials(SdkException e) {
        return new Failure(
                FailureKind.UNAUTHORISED,
                Effect.NONE,
                "no AWS credentials: "
                        + clean(String.valueOf(e.getMessage()))
                        + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give"
                        + " `aws-profile` or `role-arn`");
    }

    static Failure of(Throwable e) {
        return switch (e) {
            case AwsServiceException service -> ofService(service);
            default -> ofConnection(e);
        };
    }

    private static Failure ofService(AwsServiceException e) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
        String code = details.flatMap(d -> Optional.ofNullable(d.errorCode())).orElse("");
        int status = e.statusCode();
        if (code.isBlank() || status < 400) {
            return ofGateway(status);
        }
        String said = code + said(e, details);
        if (e.isThrottlingException() || code.equals("PriorRequestNotComplete")) {
            return new Failure(
                    FailureKind.THROTTLED,
                    Effect.NOT_NOW,
                    said
                            + "; the account takes five requests a second, and one change of a zone"
                            + " at a time, over all its users; try again in a few seconds");
        }
        if (status >= 500) {
            return new Failure(
                    FailureKind.UNAVAILABLE, Effect.OPEN, "HTTP status " + status + ", " + said);
        }
        if (e instanceof InvalidChangeBatchException || code.equals("InvalidChangeBatch")) {
            return new Failure(FailureKind.INVALID, Effect.REFUSED_CONTENT, said);
        }
        FailureKind kind = kind(code, said);
        return new Failure(kind, Effect.NONE, said + advice(kind));
    }

    /// What stands before the service and turns a request away has not passed it on; where it
    /// fails, it may have.
    private static Failure ofGateway(int status) {
        String what = status >= 300 && status < 400 ? "a redirect" : "an HTML page or the like";
        return new Failure(
                FailureKind.UNAVAILABLE,
                status >= 300 && status < 500 ? Effect.NONE : Effect.OPEN,
                "HTTP status "
                        + status
                        + ", "
                        + what
                        + " and no error of Route 53: a proxy or gateway answers in its place;"
                        + " check `endpoint` and the proxy settings");
    }

    private static String said(AwsServiceException e, Optional<AwsErrorDetails> details) {
        String text =
                e instanceof InvalidChangeBatchException batch && batch.hasMessages()
                        ? batch.messages().stream().collect(Collectors.joining(", ", "[", "]"))
                        : details.flatMap(d -> Optional.ofNullable(d.errorMessage())).orElse("");
        return text.isBlank() ? "" : ": " + clean(text);
    }

    private static FailureKind kind(String code, String said) {
        // A wrong clock shows as a wrong signature, and only the text tells the two apart.
        if (SKEWED.contains(code)
                || said.contains("Signature expired")
                || said.contains("Signature not yet current")) {
            return FailureKind.CLOCK_SKEW;
        }
        if (UNAUTHORISED.contains(code)) {
            return FailureKind.UNAUTHORISED;
        }
        if (FORBIDDEN.contains(code)) {
            return FailureKind.FORBIDDEN;
        }
        return code.equals("NoSuchHostedZone") ? FailureKind.NO_SUCH_ZONE : FailureKind.INVALID;
    }

    private static String advice(FailureKind kind) {
        return switch (kind) {
            case UNAUTHORISED -> "; check the access key that the profile's provider uses";
            case FORBIDDEN -> "; `mxfail providers policy` prints what the key must be allowed";
            case CLOCK_SKEW -> "; set the clock of this machine (NTP)";
            case NO_SUCH_ZONE -> "; check `zone-id` and the account";
            case THROTTLED, INVALID, UNSUPPORTED, UNAVAILABLE, TIMEOUT, BROKEN -> "";
        };
    }

    private static Failure ofConnection(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException) {
                return new Failure(
                        FailureKind.UNAVAILABLE,
                        Effect.NONE,
                        "no connection: " + clean(String.valueOf(cause.getMessage())));
            }
            if (cause instanceof SocketTimeoutException) {
                return late();
            }
        }
        return new Failure(
                FailureKind.UNAVAILABLE,
                Effect.OPEN,
                "the answer is broken off or none of Route 53's: " + clean(innermost(e)));
    }

    /// What the socket or the parser said; all around it are names of classes.
    private static String innermost(Throwable e) {
        String said = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                said = cause.getMessage();
            }
        }
        return said.replaceFirst(" ?\\(SDK Attempt Count: [0-9]+\\)", "");
    }

    /// Text from the network, fit for a terminal.
    static String clean(String text) {
        var cleaned = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(c -> cleaned.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return cleaned.toString().strip();
    }
}

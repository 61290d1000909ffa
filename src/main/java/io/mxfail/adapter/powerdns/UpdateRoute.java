package io.mxfail.adapter.powerdns;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.Proof;
import io.mxfail.wire.dns.DnsClient;
import io.mxfail.wire.dns.DnsKey;
import io.mxfail.wire.dns.Exchange;
import io.mxfail.wire.dns.Refusal;
import io.mxfail.wire.dns.UpdateMessage;
import io.mxfail.wire.dns.UpdateProof;

import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

import java.time.Duration;
import java.util.Optional;

/// The way of writes by dynamic updates (RFC 2136) instead of the API: the same server then refuses
/// what is based on old data, which the API cannot.
record UpdateRoute(DnsClient client, ServerAddress server, Optional<DnsKey> key, Duration timeout) {
    private static final int LARGEST_MESSAGE = 65_535;

    /// What one update came to; reading back is the caller's.
    sealed interface Result {
        /// The server says that it is done.
        record Taken() implements Result {}

        /// A prerequisite does not hold: nothing was applied.
        record Moved() implements Result {}

        /// Nothing was applied.
        record Refused(Outcome.Rejected rejected) implements Result {}

        /// It may have been applied.
        ///
        /// @param refusal where the server answered that it failed
        record InDoubt(String cause, Optional<Outcome.Rejected> refusal) implements Result {}
    }

    /// Shows that the key may write, by an update without effect.
    Proof prove(Proof read, Observed now) {
        return new UpdateProof(server, key, update -> client.sendOnce(server, update, key, timeout))
                .of(read, now);
    }

    Result send(ZoneWrite write) {
        Message update = UpdateMessage.of(write);
        int length = client.length(update, key);
        if (length > LARGEST_MESSAGE) {
            return new Result.Refused(
                    rejected(
                            FailureKind.INVALID,
                            "the update of %s needs %d bytes, and one message holds %d; write fewer sets at once"
                                    .formatted(write.zone(), length, LARGEST_MESSAGE)));
        }
        String action = "update " + write.zone();
        return switch (client.sendOnce(server, update, key, timeout)) {
            case Exchange.NoReply(var cause, var sent, var detail) when !sent ->
                    new Result.Refused(
                            rejected(Refusal.kind(cause), action + " not sent: " + detail));
            case Exchange.NoReply(_, _, var detail) -> new Result.InDoubt(detail, Optional.empty());
            case Exchange.Reply reply -> answered(action, reply);
        };
    }

    private Result answered(String action, Exchange.Reply reply) {
        Refusal refusal = Refusal.of(server.toString(), action, key, reply);
        Outcome.Rejected rejected = rejected(refusal.kind(), refusal.reason());
        return switch (reply.rcode()) {
            case Rcode.NOERROR -> new Result.Taken();
            case Rcode.NXRRSET, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.YXDOMAIN ->
                    reply.trusted()
                            ? new Result.Moved()
                            : new Result.InDoubt(
                                    "an unsigned " + Rcode.string(reply.rcode()), Optional.empty());
            case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE, Rcode.FORMERR, Rcode.NOTIMP ->
                    reply.trusted() ? new Result.Refused(rejected) : unsigned(refusal);
            default ->
                    new Result.InDoubt(
                            refusal.reason(),
                            reply.trusted() ? Optional.of(rejected) : Optional.empty());
        };
    }

    /// Anybody on the way may have sent it, and after the update was applied: what the API shows
    /// tells.
    private static Result unsigned(Refusal refusal) {
        String said = refusal.reason() + "; that answer bears no signature that holds";
        return new Result.InDoubt(
                said,
                Optional.of(rejected(refusal.kind(), said + "; read back: nothing was changed")));
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }

    @Override
    public String toString() {
        return server + key.map(k -> " key " + k).orElse(" without key");
    }
}

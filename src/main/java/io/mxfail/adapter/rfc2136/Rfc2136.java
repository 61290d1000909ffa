package io.mxfail.adapter.rfc2136;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.ReadAfterWrite;
import io.mxfail.spi.Tool;
import io.mxfail.wire.dns.DnsClient;
import io.mxfail.wire.dns.DnsKey;
import io.mxfail.wire.dns.Exchange;
import io.mxfail.wire.dns.Refusal;
import io.mxfail.wire.dns.UpdateMessage;
import io.mxfail.wire.dns.UpdateProof;
import io.mxfail.wire.dns.UpdateScript;

import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Update;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A primary name server that takes dynamic updates.
///
/// A write is one UPDATE with the expected old data as prerequisites, so a stale one is refused by
/// the server itself. NOERROR proves little (servers silently drop what may not coexist, or what
/// lies below a delegation), so every written set is read back. The update and the read back have
/// the timeout each.
final class Rfc2136 implements DnsProvider {
    /// The most that one message over TCP can hold; see also [Rfc2136Description#MOST_SETS].
    private static final int LARGEST_MESSAGE = 65_535;

    private final DnsClient client;
    private final Primary primary;

    Rfc2136(DnsClient client, ServerAddress server, Optional<DnsKey> key, Duration timeout) {
        this.client = client;
        this.primary = new Primary(client, server, key, timeout);
    }

    @Override
    public String identity() {
        ServerAddress server = primary.server();
        return "rfc2136 %s %s"
                .formatted(server, primary.key().map(key -> "key " + key).orElse("without key"));
    }

    @Override
    public Capabilities capabilities() {
        return Rfc2136Description.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return new ZoneSearch(primary).zoneOf(name.canonicalize());
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        return ZoneReader.read(primary, zone, keys);
    }

    @Override
    public Outcome write(ZoneWrite write) {
        Update update = UpdateMessage.of(write);
        int length = client.length(update, primary.key());
        if (length > LARGEST_MESSAGE) {
            return rejected(
                    FailureKind.INVALID,
                    "the update of %s needs %d bytes, and one message holds %d; write fewer sets at once"
                            .formatted(write.zone(), length, LARGEST_MESSAGE));
        }
        return switch (primary.update(update)) {
            case Exchange.NoReply(var cause, var sent, var detail) when !sent ->
                    rejected(Refusal.kind(cause), action(write) + " not sent: " + detail);
            case Exchange.NoReply(_, _, var detail) ->
                    after(write).doubtful(detail, Optional.empty());
            case Exchange.Reply reply -> answered(write, reply);
        };
    }

    /// There is nothing to ask: what the primary has committed is final, and its secondaries are
    /// watched by their own addresses.
    @Override
    public boolean inSync(String receipt) {
        return true;
    }

    @Override
    public List<ServerAddress> servers() {
        return List.of(primary.server());
    }

    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        Observed now;
        try {
            now = read(zone, keys);
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
        return new UpdateProof(primary.server(), primary.key(), primary::update)
                .of(Proof.read(now.zone() + " at " + primary.server()), now);
    }

    @Override
    public Optional<String> script(ZoneWrite write, Tool tool) {
        return tool == Tool.NSUPDATE
                ? Optional.of(UpdateScript.of(write, primary.server(), primary.key()))
                : Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is held between calls.
    }

    private Outcome answered(ZoneWrite write, Exchange.Reply reply) {
        return switch (reply.rcode()) {
            case Rcode.NOERROR -> after(write).accepted("");
            // Without a signature that holds this is no proof that nothing was applied.
            case Rcode.NXRRSET, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.YXDOMAIN ->
                    reply.trusted()
                            ? moved(write)
                            : after(write)
                                    .doubtful(
                                            "an unsigned " + Rcode.string(reply.rcode()),
                                            Optional.empty());
            case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE, Rcode.FORMERR, Rcode.NOTIMP -> {
                Refusal refusal = refusal(write, reply);
                yield reply.trusted()
                        ? rejected(refusal.kind(), refusal.reason())
                        : unsigned(write, reply, refusal);
            }
            default -> {
                Refusal refusal = refusal(write, reply);
                yield after(write)
                        .doubtful(
                                refusal.reason(),
                                reply.trusted()
                                        ? Optional.of(rejected(refusal.kind(), refusal.reason()))
                                        : Optional.empty());
            }
        };
    }

    /// A refusal without a signature that holds may come from anybody on the way, and after the
    /// update was applied: only a signed read tells. A server that does not take our key can sign
    /// neither, and says so to both.
    private Outcome unsigned(ZoneWrite write, Exchange.Reply reply, Refusal refusal) {
        String said = refusal.reason() + "; that answer bears no signature that holds";
        ReadBack now;
        try {
            now = after(write).now();
        } catch (ProviderException e) {
            return primary.refusesKeyAgain(write.zone(), reply)
                    ? rejected(
                            refusal.kind(),
                            refusal.reason()
                                    + "; its answers bear no signature, as none can that refuses"
                                    + " the key, and a query with it is refused in the same way")
                    : new Outcome.Unknown(said + "; reading back failed too: " + e.getMessage());
        }
        return now.doubtful(
                said,
                Optional.of(rejected(refusal.kind(), said + "; read back: nothing was changed")));
    }

    private Refusal refusal(ZoneWrite write, Exchange.Reply reply) {
        return Refusal.of(primary.server().toString(), action(write), primary.key(), reply)
                .naming(write);
    }

    private static String action(ZoneWrite write) {
        return "update " + write.zone();
    }

    /// After a prerequisite that does not hold: nothing was applied.
    private Outcome moved(ZoneWrite write) {
        try {
            return after(write).now().stale();
        } catch (ProviderException _) {
            // The answer itself tells that the zone moved; only where is not known.
            return new Outcome.Stale(List.of());
        }
    }

    private ReadAfterWrite after(ZoneWrite write) {
        return new ReadAfterWrite(this, write);
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }
}

package io.mxfail.wire.dns;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a server's "no" means, in words that say what to do. Servers have three ways to say that a
/// key may not do this, and one of them (Knot's) also means that the key is unknown.
///
/// @param reason one line that names the server
/// @param byRules whether the server may know the key and have no rule that lets it do this
public record Refusal(FailureKind kind, String reason, boolean byRules) {
    private static final int BADSIG = Rcode.BADSIG;
    private static final int LENGTH_OF_TIME = 6;

    /// More would bury the message.
    private static final int NAMES_SHOWN = 12;

    /// Reads an answer with an error as response code.
    ///
    /// @param server how the server is called
    /// @param action what was asked of it: "update example.test."
    public static Refusal of(
            String server, String action, Optional<DnsKey> key, Exchange.Reply reply) {
        String refuses = server + " refuses to " + action + ": ";
        int error = ofKey(reply);
        if (key.isPresent() && error != Rcode.NOERROR) {
            return ofSignature(refuses, key.get(), error, reply.message().getTSIG());
        }
        String code = Rcode.string(reply.rcode());
        return switch (reply.rcode()) {
            case Rcode.REFUSED -> refused(refuses, key);
            case Rcode.NOTAUTH -> notAuthoritative(refuses, key);
            case Rcode.NOTZONE ->
                    new Refusal(
                            FailureKind.INVALID,
                            refuses + "a name is not in that zone (NOTZONE); check `zone:`");
            case Rcode.FORMERR ->
                    new Refusal(
                            FailureKind.INVALID,
                            refuses + "it does not understand the message (FORMERR)");
            case Rcode.NOTIMP ->
                    new Refusal(
                            FailureKind.UNSUPPORTED,
                            refuses
                                    + "it does not do dynamic updates (NOTIMP); choose a provider"
                                    + " type that fits this server");
            case Rcode.SERVFAIL ->
                    new Refusal(
                            FailureKind.UNAVAILABLE,
                            server
                                    + " failed to "
                                    + action
                                    + " (SERVFAIL); its log says why: a zone that is not loaded, or"
                                    + " a journal that cannot be written");
            default -> new Refusal(FailureKind.INVALID, refuses + "it answers " + code);
        };
    }

    /// What an answer has against the key of the question: BADKEY, BADSIG, BADTIME or another of
    /// TSIG's errors; NOERROR where nothing.
    public static int ofKey(Exchange.Reply reply) {
        return Optional.ofNullable(reply.message().getTSIG())
                .map(TSIGRecord::getError)
                .orElse(Rcode.NOERROR);
    }

    private Refusal(FailureKind kind, String reason) {
        this(kind, reason, false);
    }

    /// The same, with the rights that the key needs for a write, where it may lack them.
    public Refusal naming(ZoneWrite write) {
        return byRules
                ? new Refusal(
                        kind,
                        reason + ": this write needs the right to change " + rights(write),
                        true)
                : this;
    }

    /// Names, each with its types, as update rules have them.
    private static String rights(ZoneWrite write) {
        var types = new TreeMap<Name, List<String>>();
        write.sets().stream()
                .map(SetWrite::key)
                .sorted()
                .forEach(
                        key ->
                                types.computeIfAbsent(key.name(), _ -> new ArrayList<>())
                                        .add(key.typeName()));
        String first =
                types.entrySet().stream()
                        .limit(NAMES_SHOWN)
                        .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()))
                        .collect(Collectors.joining(", "));
        int more = types.size() - NAMES_SHOWN;
        return more > 0 ? first + " and " + more + " names more" : first;
    }

    private static Refusal ofSignature(String refuses, DnsKey key, int error, TSIGRecord tsig) {
        return switch (error) {
            case Rcode.BADKEY ->
                    new Refusal(
                            FailureKind.UNAUTHORISED,
                            refuses
                                    + "key or ACL (BADKEY): it does not know the key "
                                    + key
                                    + " with this algorithm, or the key may not do this; compare"
                                    + " `tsig` with the server's key, then its access rules, of"
                                    + " which Knot wants one that allows the whole write",
                            true);
            case BADSIG ->
                    new Refusal(
                            FailureKind.UNAUTHORISED,
                            refuses
                                    + "the secret of the key "
                                    + key
                                    + " is not the server's (BADSIG); check `tsig.secret`");
            case Rcode.BADTIME ->
                    new Refusal(
                            FailureKind.CLOCK_SKEW,
                            refuses
                                    + "the clocks differ too much (BADTIME)"
                                    + difference(tsig)
                                    + "; set the clock right");
            default ->
                    new Refusal(
                            FailureKind.UNAUTHORISED,
                            refuses
                                    + "it does not take the signature of the key "
                                    + key
                                    + " ("
                                    + Rcode.TSIGstring(error)
                                    + ")");
        };
    }

    /// Beside BADTIME the server tells its own time in 48 bits (RFC 8945, section 5.2.3), and
    /// repeats ours.
    private static String difference(TSIGRecord tsig) {
        byte[] other = tsig.getOther();
        if (other.length != LENGTH_OF_TIME) {
            return "";
        }
        byte[] padded = new byte[Long.BYTES];
        System.arraycopy(other, 0, padded, Long.BYTES - LENGTH_OF_TIME, LENGTH_OF_TIME);
        Instant theirs = Instant.ofEpochSecond(ByteBuffer.wrap(padded).getLong());
        Duration ahead = Duration.between(tsig.getTimeSigned(), theirs);
        return ": the server's shows %s, %d s %s this machine's"
                .formatted(
                        theirs,
                        ahead.abs().toSeconds(),
                        ahead.isNegative() ? "behind" : "ahead of");
    }

    private static Refusal refused(String refuses, Optional<DnsKey> key) {
        return key.map(
                        k ->
                                new Refusal(
                                        FailureKind.FORBIDDEN,
                                        refuses
                                                + "the key "
                                                + k
                                                + " may not do this (REFUSED); or this is no"
                                                + " primary server of the zone, or the zone is"
                                                + " frozen, or an MX or NS host in the zone would"
                                                + " be left without address (BIND's"
                                                + " check-integrity); check the server's update"
                                                + " rules, its log says which",
                                        true))
                .orElseGet(
                        () ->
                                new Refusal(
                                        FailureKind.UNAUTHORISED,
                                        refuses
                                                + "it wants a signature (REFUSED), or this is no"
                                                + " primary server of the zone; give a key in"
                                                + " `tsig`"));
    }

    private static Refusal notAuthoritative(String refuses, Optional<DnsKey> key) {
        return key.isPresent()
                ? new Refusal(
                        FailureKind.NO_SUCH_ZONE,
                        refuses + "it is not authoritative for that zone (NOTAUTH); check `server`")
                : new Refusal(
                        FailureKind.UNAUTHORISED,
                        refuses
                                + "it wants a signature or does not serve that zone (NOTAUTH); give"
                                + " a key in `tsig`");
    }

    /// An exchange without a usable answer, as a read's failure.
    public static ProviderException unanswered(String action, Exchange.NoReply failure) {
        return new ProviderException(
                kind(failure.cause()), "cannot " + action + ": " + failure.detail());
    }

    public static FailureKind kind(Exchange.Cause cause) {
        return switch (cause) {
            case TIMEOUT, INTERRUPTED -> FailureKind.TIMEOUT;
            case UNREACHABLE, CLOSED, UNREADABLE -> FailureKind.UNAVAILABLE;
            case UNVERIFIED -> FailureKind.UNAUTHORISED;
        };
    }
}

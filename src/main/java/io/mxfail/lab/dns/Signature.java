package io.mxfail.lab.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the TSIG of a request proves, and how the response is sealed in return (RFC 8945, section
/// 5).
sealed interface Signature {
    /// No TSIG: the response bears none either.
    record Absent() implements Signature {}

    /// The request is the key holder's; every message of the response is signed.
    record Verified(UpdateKey key, TSIG tsig, TSIGRecord request) implements Signature {}

    /// The clocks differ by more than the fudge. The response is signed: it tells the client our
    /// time.
    record OutOfTime(TSIG tsig, TSIGRecord request) implements Signature {}

    /// Key unknown or signature wrong. The response cannot be signed and only names the error.
    record Rejected(int error, TSIGRecord request) implements Signature {}

    /// Checks the signature of a request.
    ///
    /// @param wire the request as it came in: the signature covers those bytes
    static Signature check(Message request, byte[] wire, Map<Name, UpdateKey> keys, Clock clock) {
        @Nullable TSIGRecord record = request.getTSIG();
        if (record == null) {
            return new Absent();
        }
        Optional<UpdateKey> key =
                Optional.ofNullable(keys.get(record.getName()))
                        .filter(k -> k.algorithm().equals(record.getAlgorithm()));
        if (key.isEmpty()) {
            return new Rejected(Rcode.BADKEY, record);
        }
        TSIG tsig = key.get().tsig(clock);
        int error = tsig.verify(request, wire, null);
        return switch (error) {
            case Rcode.NOERROR -> new Verified(key.get(), tsig, record);
            case Rcode.BADTIME -> new OutOfTime(tsig, record);
            default -> new Rejected(error, record);
        };
    }

    /// Whether the request must be answered NOTAUTH.
    default boolean isBad() {
        return switch (this) {
            case Absent _, Verified _ -> false;
            case OutOfTime _, Rejected _ -> true;
        };
    }

    /// The response on the wire, signed as the request demands, cut off with TC if it exceeds the
    /// limit.
    default byte[] seal(Message response, int limit) {
        switch (this) {
            case Absent() -> {}
            case Verified(_, var tsig, var request) ->
                    response.setTSIG(tsig, Rcode.NOERROR, request);
            case OutOfTime(var tsig, var request) -> response.setTSIG(tsig, Rcode.BADTIME, request);
            case Rejected(int error, var request) -> {
                response.addRecord(unsigned(error, request), Section.ADDITIONAL);
                return response.toWire();
            }
        }
        return response.toWire(limit);
    }

    /// The messages of a zone transfer on the wire: each signature covers the one before.
    default List<byte[]> sealAll(List<Message> responses) {
        if (this instanceof Verified(_, var tsig, var request)) {
            var generator = new TSIG.StreamGenerator(tsig, request);
            responses.forEach(generator::generate);
        }
        return responses.stream().map(Message::toWire).toList();
    }

    private static TSIGRecord unsigned(int error, TSIGRecord request) {
        return new TSIGRecord(
                request.getName(),
                DClass.ANY,
                0,
                request.getAlgorithm(),
                request.getTimeSigned(),
                request.getFudge(),
                new byte[0],
                request.getOriginalID(),
                error,
                new byte[0]);
    }
}

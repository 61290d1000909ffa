package io.mxfail.lab.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// Answers the messages that one listener of an authoritative server takes in.
final class Responder {
    private final AuthoritativeServer server;
    private final Listener listener;

    Responder(AuthoritativeServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
    }

    List<byte[]> answer(PacketServer.Request request) {
        Message query;
        try {
            query = new Message(request.wire());
        } catch (IOException e) {
            return List.of(Replies.formErr(request.wire()));
        }
        Signature signature =
                Signature.check(query, request.wire(), server.keys(), clock(request.faults()));
        Message response = Replies.to(query);
        List<Message> messages = new ArrayList<>();
        messages.add(response);
        if (signature.isBad()) {
            response.getHeader().setRcode(Rcode.NOTAUTH);
        } else {
            messages.addAll(fill(query, request, signature, response));
            if (request.faults().has(Fault.NotAuthoritative.class)) {
                response.getHeader().unsetFlag(Flags.AA);
            }
            if (request.faults().has(Fault.MixedTtls.class)) {
                Replies.mixTtls(response);
            }
            Replies.addEdns(query, response);
        }
        server.note(
                new AuthoritativeServer.Exchange(listener, request.tcp(), query, response.clone()));
        return messages.size() > 1
                ? signature.sealAll(messages)
                : List.of(signature.seal(response, Replies.limit(query, request.tcp())));
    }

    /// Fills the response and returns the messages that follow it: a zone transfer may have some.
    private List<Message> fill(
            Message query, PacketServer.Request request, Signature signature, Message response) {
        Faults.InForce faults = request.faults();
        Header header = response.getHeader();
        Optional<Fault.Answer> forced = faults.find(Fault.Answer.class);
        if (forced.isPresent()) {
            header.setRcode(forced.get().rcode());
            return List.of();
        }
        if (faults.has(Fault.Truncate.class) && !request.tcp()) {
            header.setFlag(Flags.TC);
            return List.of();
        }
        return switch (header.getOpcode()) {
            case Opcode.QUERY -> query(query, request, signature, response);
            case Opcode.UPDATE -> {
                header.setRcode(update(query, faults, signature));
                yield List.of();
            }
            default -> {
                header.setRcode(Rcode.NOTIMP);
                yield List.of();
            }
        };
    }

    private List<Message> query(
            Message query, PacketServer.Request request, Signature signature, Message response) {
        Header header = response.getHeader();
        @Nullable Record question = query.getQuestion();
        if (question == null || query.getHeader().getCount(Section.QUESTION) != 1) {
            header.setRcode(Rcode.FORMERR);
            return List.of();
        }
        if (question.getDClass() != DClass.IN) {
            header.setRcode(Rcode.REFUSED);
            return List.of();
        }
        Name name = question.getName();
        int type = question.getType();
        Zones zones = listener.view();
        if (type == Type.IXFR && query.getHeader().getCount(Section.AUTHORITY) == 0) {
            header.setRcode(Rcode.FORMERR); // it must say which version it has (RFC 1995)
            return List.of();
        }
        if (type == Type.AXFR || type == Type.IXFR) {
            boolean barred =
                    server.signedTransfersOnly() && !(signature instanceof Signature.Verified);
            return Transfer.answer(zones, name, type, request.tcp(), barred, response);
        }
        if (!Type.isRR(type) && type != Type.ANY) {
            header.setRcode(Rcode.NOTIMP);
            return List.of();
        }
        NameSearch.answer(zones, name, type, response);
        return List.of();
    }

    private int update(Message update, Faults.InForce faults, Signature signature) {
        @Nullable Record zone = update.getQuestion();
        if (zone == null
                || update.getHeader().getCount(Section.ZONE) != 1
                || zone.getType() != Type.SOA) {
            return Rcode.FORMERR;
        }
        Name origin = zone.getName();
        if (zone.getDClass() != DClass.IN || listener.view().at(origin).isEmpty()) {
            return Rcode.NOTAUTH;
        }
        boolean refused =
                faults.find(Fault.RefuseUpdates.class)
                        .filter(f -> f.zone().equals(origin))
                        .isPresent();
        if (listener.isSecondary() || refused) {
            return Rcode.REFUSED;
        }
        BiPredicate<Name, Integer> permits;
        switch (signature) {
            case Signature.Verified(var key, _, _) -> permits = key::permits;
            case Signature.Absent _, Signature.OutOfTime _, Signature.Rejected _ -> {
                if (!server.keys().isEmpty()) {
                    return Rcode.REFUSED;
                }
                permits = (_, _) -> true;
            }
        }
        return switch (server.update(origin, z -> UpdateRules.judge(z, update, permits))
                .orElse(new UpdateRules.Result.Refused(Rcode.NOTAUTH))) {
            case UpdateRules.Result.Accepted _ -> Rcode.NOERROR;
            case UpdateRules.Result.Refused(int rcode) -> rcode;
        };
    }

    private static Clock clock(Faults.InForce faults) {
        Duration skew =
                faults.find(Fault.ClockSkew.class).map(Fault.ClockSkew::by).orElse(Duration.ZERO);
        return Clock.offset(Clock.systemUTC(), skew);
    }
}

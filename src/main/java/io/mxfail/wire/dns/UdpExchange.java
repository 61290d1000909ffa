package io.mxfail.wire.dns;

import io.mxfail.core.dns.ServerAddress;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One question over UDP, sent up to three times with a fresh id each: datagrams get lost, most of
/// all in bursts. A late answer to an earlier sending counts; datagrams that answer none of them
/// are passed over, so that a stray or forged one cannot end the question.
final class UdpExchange {
    /// How long the first and the second sending may go unanswered, and which part of the whole
    /// time at most.
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

    private static final List<Integer> PARTS = List.of(6, 3);
    private static final int LARGEST = 4096;

    private final ServerAddress server;
    private final Request request;
    private final Deadline deadline;
    private final Map<Integer, Request.Sending> sendings = new HashMap<>();

    private UdpExchange(ServerAddress server, Request request, Deadline deadline) {
        this.server = server;
        this.request = request;
        this.deadline = deadline;
    }

    static Exchange ask(ServerAddress server, Request request, Deadline deadline) {
        return new UdpExchange(server, request, deadline).run();
    }

    private Exchange run() {
        Duration whole = deadline.left();
        try (var socket = new DatagramSocket()) {
            socket.connect(TcpConnection.socketAddress(server));
            Optional<Exchange> unreadable = Optional.empty();
            for (int sent = 0; sent <= WAITS.size(); sent++) {
                send(socket);
                Deadline until = sent == WAITS.size() ? deadline : deadline.orIn(wait(sent, whole));
                Optional<Exchange> answer = await(socket, until);
                if (answer.isPresent() && !isUnreadable(answer.get())) {
                    return answer.get();
                }
                if (answer.isPresent()) {
                    unreadable = answer;
                }
            }
            return unreadable.orElseGet(() -> Failures.timeout(server, true));
        } catch (PortUnreachableException e) {
            return new Exchange.NoReply(
                    Exchange.Cause.UNREACHABLE, true, server + " has nothing at its UDP port");
        } catch (IOException e) {
            return Thread.currentThread().isInterrupted()
                    ? Failures.interrupted(!sendings.isEmpty())
                    : Failures.unreachable(server, "UDP", e);
        }
    }

    private static Duration wait(int sent, Duration whole) {
        Duration part = whole.dividedBy(PARTS.get(sent));
        return part.compareTo(WAITS.get(sent)) < 0 ? part : WAITS.get(sent);
    }

    private void send(DatagramSocket socket) throws IOException {
        Request.Sending sending = request.next();
        sendings.put(sending.id(), sending);
        socket.send(new DatagramPacket(sending.wire(), sending.wire().length));
    }

    /// An unreadable answer ends the waiting for this sending: the next may fare better.
    private Optional<Exchange> await(DatagramSocket socket, Deadline until) throws IOException {
        while (!until.hasPassed()) {
            byte[] buffer = new byte[LARGEST];
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.setSoTimeout(until.millis());
                socket.receive(packet);
            } catch (SocketTimeoutException _) {
                return Optional.empty();
            }
            byte[] wire = Arrays.copyOf(buffer, packet.getLength());
            Request.Sending sending = sendings.get(Request.idOf(wire));
            Optional<Exchange> answer = sending == null ? Optional.empty() : sending.judge(wire);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static boolean isUnreadable(Exchange exchange) {
        return exchange instanceof Exchange.NoReply(var cause, _, _)
                && cause == Exchange.Cause.UNREADABLE;
    }
}

package io.mxfail.wire.dns;

import io.mxfail.core.dns.ServerAddress;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Several messages to one server over one connection, the next ones already sent while earlier
/// ones are answered (RFC 7766, section 6.2.1.1).
final class TcpExchange {
    /// Messages under way at once: enough to hide the distance, too few to fill both sides'
    /// buffers so that each waits for the other to read.
    private static final int WINDOW = 16;

    /// Messages that answer nothing which is asked, before a server is given up: nobody else can
    /// send into a connection, so that passing them over for ever would only feed a flood.
    private static final int STRAYS = 64;

    private final ServerAddress server;
    private final List<Request> requests;
    private final Deadline deadline;
    private final List<Optional<Exchange>> answers;
    private final ArrayDeque<Integer> unsent = new ArrayDeque<>();
    private final Map<Integer, UnderWay> underWay = new HashMap<>();

    /// @param index of the request
    private record UnderWay(int index, Request.Sending sending) {}

    private TcpExchange(ServerAddress server, List<Request> requests, Deadline deadline) {
        this.server = server;
        this.requests = requests;
        this.deadline = deadline;
        this.answers = new ArrayList<>(Collections.nCopies(requests.size(), Optional.empty()));
    }

    /// Sends each once.
    static List<Exchange> once(ServerAddress server, List<Request> requests, Deadline deadline) {
        var exchange = new TcpExchange(server, requests, deadline);
        Optional<Exchange.NoReply> failure = exchange.run();
        return exchange.answers.stream().map(a -> a.or(() -> failure).orElseThrow()).toList();
    }

    /// Sends queries, those without an answer again on a new connection as long as the server
    /// answers some: it may close after each answer.
    static List<Exchange> queries(ServerAddress server, List<Request> requests, Deadline deadline) {
        var exchange = new TcpExchange(server, requests, deadline);
        boolean lastChance = false;
        while (true) {
            long before = exchange.unanswered();
            Optional<Exchange.NoReply> failure = exchange.run();
            boolean fruitless = exchange.unanswered() == before;
            boolean again =
                    failure.isPresent()
                            && failure.get().cause() == Exchange.Cause.CLOSED
                            && !(fruitless && lastChance);
            if (!again) {
                return exchange.answers.stream()
                        .map(a -> a.or(() -> failure).orElseThrow())
                        .toList();
            }
            lastChance = fruitless;
        }
    }

    private long unanswered() {
        return answers.stream().filter(Optional::isEmpty).count();
    }

    /// Asks all that is unanswered over one connection; present where that failed.
    private Optional<Exchange.NoReply> run() {
        unsent.clear();
        underWay.clear();
        for (int i = 0; i < requests.size(); i++) {
            if (answers.get(i).isEmpty()) {
                unsent.add(i);
            }
        }
        if (deadline.hasPassed()) {
            return Optional.of(Failures.timeout(server, false));
        }
        boolean connected = false;
        int strays = 0;
        try (var connection = TcpConnection.open(server, deadline)) {
            connected = true;
            DataInputStream in = connection.input();
            while (!unsent.isEmpty() || !underWay.isEmpty()) {
                sendMore(connection);
                if (!take(TcpConnection.receive(in)) && ++strays > STRAYS) {
                    return Optional.of(
                            new Exchange.NoReply(
                                    Exchange.Cause.UNREADABLE,
                                    true,
                                    server + " sends messages that answer nothing"));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(failure(e, connected));
        }
    }

    /// A server may answer and close while the next question is on its way: what it said before is
    /// still there to be read.
    private void sendMore(TcpConnection connection) throws IOException {
        while (!unsent.isEmpty() && underWay.size() < WINDOW) {
            boolean first = underWay.isEmpty();
            try {
                send(connection, unsent.remove());
            } catch (IOException e) {
                if (first) {
                    throw e;
                }
                unsent.clear();
            }
        }
    }

    private void send(TcpConnection connection, int index) throws IOException {
        Request.Sending sending = requests.get(index).next();
        while (underWay.containsKey(sending.id())) {
            sending = requests.get(index).next();
        }
        underWay.put(sending.id(), new UnderWay(index, sending));
        connection.send(sending.wire());
    }

    /// A message with another id, or about another question, is passed over.
    ///
    /// @return whether it was an answer
    private boolean take(byte[] wire) {
        int id = Request.idOf(wire);
        UnderWay asked = underWay.get(id);
        if (asked == null) {
            return false;
        }
        Optional<Exchange> answer = asked.sending().judge(wire);
        if (answer.isPresent()) {
            underWay.remove(id);
            answers.set(asked.index(), answer);
        }
        return answer.isPresent();
    }

    private Exchange.NoReply failure(IOException e, boolean connected) {
        if (Thread.currentThread().isInterrupted()) {
            return Failures.interrupted(connected);
        }
        if (deadline.hasPassed()) {
            return Failures.timeout(server, connected);
        }
        if (!connected) {
            return Failures.unreachable(server, "TCP", e);
        }
        return new Exchange.NoReply(
                Exchange.Cause.CLOSED,
                true,
                server
                        + (e instanceof EOFException
                                ? " closed the connection before it answered"
                                : " broke the connection before it answered ("
                                        + e.getMessage()
                                        + ")"));
    }
}

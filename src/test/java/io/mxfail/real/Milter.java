package io.mxfail.real;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Reads each message that a real Postfix takes and puts header fields before it, by the protocol
/// that mail filters speak (version 6).
public final class Milter implements AutoCloseable {
    private static final int VERSION = 6;
    private static final int MAY_ADD_HEADERS = 0x11;
    private static final int WANTS_ALL = 0;

    private final ServerSocket door;
    private final Function<Mail, List<Field>> reader;

    private Milter(ServerSocket door, Function<Mail, List<Field>> reader) {
        this.door = door;
        this.reader = reader;
    }

    /// A field of a header, without the blank behind the colon.
    public record Field(String name, String value) {}

    /// A message as it came.
    ///
    /// @param client the address that it came from
    /// @param sender in the envelope; empty: the null sender
    /// @param header in its order
    /// @param body with CRLF, an octet a character
    public record Mail(String client, String sender, List<Field> header, String body) {
        public Mail {
            header = List.copyOf(header);
        }

        /// The values of all fields of that name.
        public List<String> all(String name) {
            return header.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .map(Field::value)
                    .toList();
        }
    }

    /// @param reader gives what is put before the message
    public static Milter start(Function<Mail, List<Field>> reader) {
        try {
            var milter =
                    new Milter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), reader);
            Thread.ofVirtual().start(milter::accept);
            return milter;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    /// The line by which Postfix has it read what comes.
    public String setting() {
        return "smtpd_milters = inet:127.0.0.1:" + door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // closed: nobody is served any more
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            var heard = new Heard();
            while (true) {
                byte[] packet = in.readNBytes(in.readInt());
                char command = (char) packet[0];
                byte[] data = Arrays.copyOfRange(packet, 1, packet.length);
                switch (command) {
                    case 'O' ->
                            say(
                                    out,
                                    'O',
                                    ByteBuffer.allocate(12)
                                            .putInt(VERSION)
                                            .putInt(MAY_ADD_HEADERS)
                                            .putInt(WANTS_ALL)
                                            .array());
                    case 'D' -> {} // macros want no answer
                    case 'A' -> heard.forget();
                    case 'Q' -> {
                        return;
                    }
                    case 'E' -> {
                        for (Field field : reader.apply(heard.mail()).reversed()) {
                            say(out, 'i', first(field));
                        }
                        heard.forget();
                        say(out, 'c', new byte[0]);
                    }
                    default -> {
                        heard.note(command, data);
                        say(out, 'c', new byte[0]);
                    }
                }
            }
        } catch (IOException _) {
            // Postfix went away
        }
    }

    private static byte[] first(Field field) {
        byte[] text = (field.name() + "\0" + field.value() + "\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + text.length).putInt(0).put(text).array();
    }

    private static void say(DataOutputStream out, char command, byte[] data) throws IOException {
        out.writeInt(1 + data.length);
        out.writeByte(command);
        out.write(data);
        out.flush();
    }

    /// What Postfix told of a message so far.
    private static final class Heard {
        private String client = "";
        private String sender = "";
        private final List<Field> header = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();

        void note(char command, byte[] data) {
            String text = new String(data, StandardCharsets.ISO_8859_1);
            String[] words = text.split("\0", -1);
            switch (command) {
                case 'C' -> client = address(text);
                case 'M' -> sender = words[0].replaceAll("[<>]", "").toLowerCase(Locale.ROOT);
                case 'L' -> header.add(new Field(words[0], words[1]));
                case 'B' -> body.append(text);
                default -> {}
            }
        }

        /// After the client's name come its family (an octet), its port (two, of any value) and its
        /// address.
        private static String address(String connection) {
            String address = connection.substring(connection.indexOf('\0') + 4);
            return address.substring(0, address.indexOf('\0'));
        }

        Mail mail() {
            return new Mail(client, sender, header, body.toString());
        }

        /// The client stays the same.
        void forget() {
            sender = "";
            header.clear();
            body.setLength(0);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

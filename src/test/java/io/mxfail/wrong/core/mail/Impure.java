package io.mxfail.wrong.core.mail;

import org.xbill.DNS.Address;
import org.xbill.DNS.Message;
import org.xbill.DNS.Resolver;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Does all that the core must not.
final class Impure {
    private Impure() {}

    static String readsFiles(Path path) throws IOException {
        return Files.readString(path);
    }

    static int readsStreams(InputStream stream) throws IOException {
        return stream.read();
    }

    static InetAddress asksResolver(String host) throws IOException {
        return InetAddress.getByName(host);
    }

    static InetAddress asksAsLibrary(String host) throws IOException {
        return Address.getByName(host);
    }

    static void opensSocket(InetAddress address) throws IOException {
        new Socket(address, 25).close();
    }

    static Message sendsQuery(Resolver resolver, Message query) throws IOException {
        return resolver.send(query);
    }

    static Instant knowsTheTime() {
        return Instant.now();
    }

    static Supplier<Instant> refersToClock() {
        return Instant::now;
    }

    static long measures() {
        return System.nanoTime();
    }

    static void startsThread(Runnable task) {
        Thread.ofVirtual().start(task);
    }

    static long goesParallel(List<String> names) {
        return names.parallelStream().count();
    }

    static String readsEnvironment(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    static int throwsDice() {
        return new Random().nextInt();
    }
}

package io.mxfail.wrong.core.plan;

import io.mxfail.wrong.core.mail.Downwards;

import org.xbill.DNS.Name;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// Does what the core may: it is handed the time, the seed and the addresses.
record Pure(Downwards below, Instant at, Name name) {
    Instant later(Duration wait) {
        return at.plus(wait);
    }

    static int seeded(long seed) {
        return new Random(seed).nextInt();
    }

    static String address(byte[] bytes) throws IOException {
        InetAddress address = InetAddress.getByAddress(bytes);
        return address.isLoopbackAddress() ? "" : address.getHostAddress();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.mxfail.app;

import java.security.SecureRandom;
import java.util.HexFormat;

/// An address that no one has: a host that accepts it accepts everything.
final class Nobody {
    private static final int RANDOM_BYTES = 6;

    private Nobody() {}

    /// A fresh local part, so that no host can have learned it.
    static String localPart() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return "mxfail-probe-" + HexFormat.of().formatHex(random);
    }
}

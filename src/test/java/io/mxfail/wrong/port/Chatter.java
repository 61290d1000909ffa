package io.mxfail.wrong.port;

import java.io.IOException;

/// Speaks to the user past the views.
public final class Chatter {
    private Chatter() {}

    static void speaks() {
        System.out.println();
    }

    static void complains(IOException e) {
        e.printStackTrace();
    }
}

package io.mxfail.wire.http;

import okhttp3.Call;
import okhttp3.EventListener;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// How far a request got: before its first byte leaves, nothing can have been applied.
final class Progress {
    private final AtomicBoolean sent = new AtomicBoolean();

    boolean isSent() {
        return sent.get();
    }

    /// Marks the request's own progress, which travels as its tag.
    static final class Listener extends EventListener {
        @Override
        public void requestHeadersStart(Call call) {
            Optional.ofNullable(call.request().tag(Progress.class))
                    .ifPresent(progress -> progress.sent.set(true));
        }
    }
}

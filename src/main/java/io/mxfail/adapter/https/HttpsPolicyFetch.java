package io.mxfail.adapter.https;

import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.port.PolicyFetch;
import io.mxfail.wire.http.Trust;

import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLException;

/// Fetches policies by OkHttp, one connection for each address that is tried.
public final class HttpsPolicyFetch implements PolicyFetch {
    /// Senders read no more than this (RFC 8461, section 3.2, recommends 64 kilobytes).
    private static final int LONGEST = 64 * 1024;

    private static final String PATH = "/.well-known/mta-sts.txt";

    @Override
    public MtaStsFetched fetch(Request request) {
        MtaStsFetched last = new MtaStsFetched.Failed("has no address");
        long end = System.nanoTime() + request.timeout().toNanos();
        for (InetSocketAddress target : request.targets()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!left.isPositive()) {
                break;
            }
            last = fetch(request, target, left);
            if (last instanceof MtaStsFetched.Served) {
                return last;
            }
        }
        return last;
    }

    private static MtaStsFetched fetch(Request request, InetSocketAddress target, Duration left) {
        OkHttpClient client;
        try {
            client = client(request, target, left);
        } catch (IllegalArgumentException e) {
            return new MtaStsFetched.Failed("cannot be judged: " + e.getMessage());
        }
        var call =
                client.newCall(
                        new okhttp3.Request.Builder()
                                .url("https://" + request.host() + PATH)
                                .header("User-Agent", "mxfail")
                                .build());
        try (Response response = call.execute()) {
            return judge(response);
        } catch (SSLException e) {
            return new MtaStsFetched.Failed("has no certificate that holds for it: " + oneLine(e));
        } catch (InterruptedIOException _) {
            return new MtaStsFetched.Failed("gave no answer in time");
        } catch (IOException e) {
            return new MtaStsFetched.Failed(
                    "cannot be reached at " + text(target) + ": " + oneLine(e));
        } finally {
            client.connectionPool().evictAll();
        }
    }

    private static OkHttpClient client(Request request, InetSocketAddress target, Duration left) {
        OkHttpClient.Builder builder =
                new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .retryOnConnectionFailure(false)
                        .callTimeout(left)
                        .connectTimeout(Duration.ZERO)
                        .readTimeout(Duration.ZERO)
                        .dns(_ -> List.of(target.getAddress()))
                        .socketFactory(new AimedSockets(target));
        request.caFile()
                .map(Trust::with)
                .ifPresent(trust -> builder.sslSocketFactory(trust.sockets(), trust.manager()));
        return builder.build();
    }

    private static MtaStsFetched judge(Response response) throws IOException {
        if (response.isRedirect()) {
            return new MtaStsFetched.Failed(
                    "answers with a redirect ("
                            + response.code()
                            + "), which senders do not"
                            + " follow");
        }
        if (response.code() != 200) {
            return new MtaStsFetched.Failed("answers " + response.code());
        }
        String type = response.header("Content-Type", "");
        if (type == null
                || !type.strip().toLowerCase(java.util.Locale.ROOT).startsWith("text/plain")) {
            return new MtaStsFetched.Failed("serves the policy not as text/plain");
        }
        BufferedSource source = response.body().source();
        var body = new Buffer();
        while (body.size() <= LONGEST && source.read(body, 8192) >= 0) {
            // read on to the end or past the limit
        }
        return body.size() > LONGEST
                ? new MtaStsFetched.Failed("serves more than " + LONGEST + " octets")
                : new MtaStsFetched.Served(body.readString(StandardCharsets.UTF_8));
    }

    private static String text(InetSocketAddress target) {
        return target.getAddress().getHostAddress() + ":" + target.getPort();
    }

    private static String oneLine(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() > 160 ? line.substring(0, 160) + "…" : line;
    }
}

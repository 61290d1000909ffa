package io.mxfail.adapter.route53;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.route53.Route53Client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The client of one account: built when it is first used, and once.
final class Session implements AutoCloseable {
    private final Settings settings;
    private @Nullable Open open;

    /// Where and as whom.
    ///
    /// @param region where a role is assumed
    /// @param endpoint another root than the service's own
    /// @param caFile further trust anchors (PEM)
    /// @param timeout for a whole call
    record Settings(
            Identity identity,
            Region region,
            Optional<URI> endpoint,
            Optional<Path> caFile,
            Duration timeout) {}

    private record Open(
            SdkHttpClient http, Identity.Credentials credentials, Route53Client client) {}

    Session(Settings settings) {
        this.settings = settings;
    }

    Route53Client client() {
        return open().client();
    }

    /// Asks with credentials that are known to be there: their absence is no failure of a request.
    <T> T ask(Function<Route53Client, T> request) throws Failure.Failed {
        Open session = open();
        AwsCredentialsProvider credentials = session.credentials().provider();
        try {
            credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new Failure.Failed(Failure.withoutCredentials(e));
        }
        return request.apply(session.client());
    }

    private synchronized Open open() {
        Open session = open;
        if (session == null) {
            session = opened();
            open = session;
        }
        return session;
    }

    private Open opened() {
        UrlConnectionHttpClient.Builder builder =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(settings.timeout())
                        .socketTimeout(settings.timeout());
        settings.caFile().map(Anchors::read).ifPresent(builder::tlsTrustManagersProvider);
        SdkHttpClient http = builder.build();
        Identity.Credentials credentials = settings.identity().credentials(http, settings.region());
        var client =
                Route53Client.builder()
                        .httpClient(http)
                        .region(signing(settings.region()))
                        .credentialsProvider(credentials.provider())
                        .overrideConfiguration(
                                c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        settings.endpoint().ifPresent(client::endpointOverride);
        return new Open(http, credentials, client.build());
    }

    /// The service is global within each partition of AWS, and wants its requests signed for that
    /// partition's own region, also behind another endpoint.
    private static Region signing(Region region) {
        String id = region.id();
        if (id.startsWith("cn-")) {
            return Region.CN_NORTHWEST_1;
        }
        return id.startsWith("us-gov-") ? Region.US_GOV_WEST_1 : Region.US_EAST_1;
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.client().close();
            open.credentials().close();
            open.http().close();
            open = null;
        }
    }
}

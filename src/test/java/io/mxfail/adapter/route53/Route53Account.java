package io.mxfail.adapter.route53;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.MeteredAccount;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A user of the stand-in.
public final class Route53Account implements MeteredAccount {
    public static final String KEY = "AKIDEXAMPLEKNOWN0001";
    public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public static final String CANARY = "canary+SecretThatMustNotBeSeen/0123456789";

    static {
        System.setProperty("aws.sharedCredentialsFile", credentials().toString());
    }

    private final FakeRoute53 service;
    private final DnsProvider provider;

    Route53Account(FakeRoute53 service) {
        this.service = service;
        this.provider = open(service, "known");
    }

    private static Path credentials() {
        try {
            Path file = Files.createTempFile("credentials", ".ini");
            file.toFile().deleteOnExit();
            Files.writeString(
                    file,
                    """
                    [known]
                    aws_access_key_id = %s
                    aws_secret_access_key = %s
                    [stranger]
                    aws_access_key_id = AKIDEXAMPLESTRANGER1
                    aws_secret_access_key = %s
                    [forged]
                    aws_access_key_id = %s
                    aws_secret_access_key = %s
                    """
                            .formatted(KEY, SECRET, CANARY, KEY, CANARY));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DnsProvider open(FakeRoute53 service, String awsProfile, String... options) {
        return open(service.url(), awsProfile, options);
    }

    /// @param options names and values
    static DnsProvider open(String endpoint, String awsProfile, String... options) {
        var all = new HashMap<String, Object>();
        all.put("endpoint", endpoint);
        all.put("aws-profile", awsProfile);
        all.put("timeout", "30s");
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new Route53Factory(new Pace(Duration.ZERO, 1), Thread::sleep)
                .open(new ProviderConfig("route53", all));
    }

    public static Map<String, String> users() {
        return Map.of(KEY, SECRET);
    }

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public DnsProvider stranger() {
        return open(service, "stranger");
    }

    @Override
    public int writes() {
        return (int) service.writes();
    }

    @Override
    public int reads() {
        return (int) (service.log().size() - service.writes());
    }

    @Override
    public void throttleTheNextRead() {
        service.nextReads(FakeRoute53.Fault.THROTTLED);
    }

    @Override
    public void throttleTheNextWrite() {
        service.nextWrites(FakeRoute53.Fault.THROTTLED);
    }

    @Override
    public void afterTheNextWrite(Runnable event) {
        service.afterTheNextWrite(event);
    }

    @Override
    public void breakTheNextAnswer() {
        service.nextWrites(FakeRoute53.Fault.FAILS_AFTER);
    }

    @Override
    public void loseTheNextAnswer() {
        service.nextWrites(FakeRoute53.Fault.HANGS_UP_AFTER);
    }

    @Override
    public void close() {
        provider.close();
        service.close();
    }
}

package io.mxfail.adapter.route53;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program named `aws` in a folder of its own, which takes the one command of the exported
/// scripts and sends it, signed, to a service; then it waits as an operator does who looks at
/// the name servers.
public final class AwsStandIn implements AutoCloseable {
    private static final Pattern COMMAND =
            Pattern.compile(
                    "route53 change-resource-record-sets --hosted-zone-id (\\S+) --change-batch"
                            + " file:///dev/stdin\\s*");

    /// The answer comes by a file, too: this process is the one that speaks to the service.
    private static final String PROGRAM =
            """
            #!/bin/sh
            folder=${0%/*}
            echo "$@" > "$folder/words"
            cat > "$folder/batch"
            : > "$folder/asked"
            until [ -e "$folder/answered" ]; do sleep 0.05; done
            rm "$folder/answered"
            cat "$folder/said" >&2
            [ ! -s "$folder/said" ]
            """;

    private final Path folder = Files.createTempDirectory("mxfail-aws");
    private final Route53Client client;
    private final Thread answering;

    public AwsStandIn(FakeRoute53 service) throws IOException {
        Path program = Files.writeString(folder.resolve("aws"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        this.client =
                Route53Client.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create(service.url()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                Route53Account.KEY, Route53Account.SECRET)))
                        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build();
        this.answering = Thread.ofVirtual().start(this::answer);
    }

    /// What comes first on the script's `PATH`.
    public Path folder() {
        return folder;
    }

    private void answer() {
        Path asked = folder.resolve("asked");
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(20_000_000);
            try {
                if (Files.deleteIfExists(asked)) {
                    Files.writeString(folder.resolve("said"), said());
                    Files.createFile(folder.resolve("answered"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String said() throws IOException {
        Matcher words = COMMAND.matcher(Files.readString(folder.resolve("words")));
        if (!words.matches()) {
            return "usage";
        }
        try {
            List<Change> batch = batch(Json.read(Files.readString(folder.resolve("batch"))));
            String change =
                    client.changeResourceRecordSets(
                                    r ->
                                            r.hostedZoneId(words.group(1))
                                                    .changeBatch(b -> b.changes(batch)))
                            .changeInfo()
                            .id();
            client.getChange(r -> r.id(change));
            return "";
        } catch (SdkException | JsonException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<Change> batch(JsonValue json) {
        var changes = new ArrayList<Change>();
        for (JsonValue change : json.list("Changes")) {
            JsonValue set = change.member("ResourceRecordSet").orElseThrow();
            changes.add(
                    Change.builder()
                            .action(change.text("Action").orElseThrow())
                            .resourceRecordSet(
                                    s ->
                                            s.name(set.text("Name").orElseThrow())
                                                    .type(set.text("Type").orElseThrow())
                                                    .ttl(set.whole("TTL").orElseThrow())
                                                    .resourceRecords(records(set)))
                            .build());
        }
        return changes;
    }

    private static List<ResourceRecord> records(JsonValue set) {
        return set.list("ResourceRecords").stream()
                .map(r -> r.text("Value").orElseThrow())
                .map(value -> ResourceRecord.builder().value(value).build())
                .toList();
    }

    @Override
    public void close() throws IOException {
        answering.interrupt();
        client.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

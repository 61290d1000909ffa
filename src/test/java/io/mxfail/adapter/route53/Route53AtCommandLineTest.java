package io.mxfail.adapter.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.Main;
import io.mxfail.real.ChildJvm;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Credentials as operators give them: in the environment, by a profile of the AWS configuration,
/// by a role. Each in a JVM of its own, since the environment is.
class Route53AtCommandLineTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/mail-dns";
    private static final Map<String, String> KEYS =
            Map.of(
                    "AWS_ACCESS_KEY_ID",
                    Route53Account.KEY,
                    "AWS_SECRET_ACCESS_KEY",
                    Route53Account.SECRET);

    @TempDir private Path folder;

    private FakeRoute53 service;
    private FakeSts sts;

    private record Ran(int exit, String all) {}

    @BeforeEach
    void open() throws IOException {
        service =
                new FakeRoute53(
                        Map.of(
                                Route53Account.KEY,
                                Route53Account.SECRET,
                                FakeSts.KEY,
                                FakeSts.SECRET));
        Route53ContractTest.fill(service.zone("Z1PUBLIC", "example.test."));
        sts = new FakeSts();
    }

    @AfterEach
    void close() {
        service.close();
        sts.close();
    }

    @Test
    void keys_in_the_environment_are_enough() throws Exception {
        Ran ran = check("", KEYS);
        assertEquals(0, ran.exit(), ran.all());
        assertTrue(ran.all().contains("write        proven"), ran.all());
    }

    @Test
    void a_role_is_assumed() throws Exception {
        Ran ran = check("role-arn: " + ROLE, KEYS);
        assertEquals(0, ran.exit(), ran.all());
        assertTrue(sts.asked().getFirst().contains("RoleArn=" + ROLE), sts.asked()::toString);
    }

    @Test
    void a_profile_of_the_aws_configuration_may_name_a_role() throws Exception {
        Path config = folder.resolve("config");
        Files.writeString(
                config,
                """
                [profile base]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                [profile mail]
                role_arn = %s
                source_profile = base
                region = eu-central-1
                """
                        .formatted(Route53Account.KEY, Route53Account.SECRET, ROLE));
        Ran ran = check("aws-profile: mail", Map.of("AWS_CONFIG_FILE", config.toString()));
        assertEquals(0, ran.exit(), ran.all());
        assertEquals(1, sts.asked().size());
    }

    @Test
    void without_credentials_the_message_says_where_they_may_come_from() throws Exception {
        Ran ran = check("", Map.of("AWS_EC2_METADATA_DISABLED", "true"));
        assertEquals(2, ran.exit(), ran.all());
        assertTrue(ran.all().contains("no AWS credentials"), ran.all());
        assertEquals(List.of(), service.log());
    }

    private Ran check(String option, Map<String, String> environment) throws Exception {
        Path profiles = Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(
                profiles.resolve("acme.yaml"),
                """
                version: 1
                name: acme
                domains: [example.test]
                provider:
                  type: route53
                  endpoint: %s
                  timeout: 60s
                  %s
                sites:
                  primary: {mx: ["10 mx1.example.test."]}
                  backup: {mx: ["10 mx.backup.example."]}
                """
                        .formatted(service.url(), option));
        var command =
                new ArrayList<>(
                        ChildJvm.warm(
                                Main.class,
                                "providers",
                                "check",
                                "--profiles",
                                profiles.toString()));
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
        builder.environment().put("AWS_ENDPOINT_URL_STS", sts.url());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(100, TimeUnit.SECONDS));
        String all = Files.readString(output, StandardCharsets.UTF_8);
        for (String secret : List.of(Route53Account.SECRET, FakeSts.SECRET)) {
            assertFalse(all.contains(secret), all);
        }
        return new Ran(process.exitValue(), all);
    }
}

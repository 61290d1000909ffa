package io.mxfail.adapter.route53;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// As whom requests are made: a profile of the AWS configuration or the default chain
/// (environment first, so that nothing is probed where keys are there), and perhaps a role that it
/// assumes.
///
/// @param awsProfile a profile of `~/.aws/config`, which may itself name a role
/// @param role the ARN of a role to assume
record Identity(Optional<String> awsProfile, Optional<String> role) {
    private static final String SESSION = "mxfail";

    /// Credentials, with what must be closed when they are no longer needed.
    record Credentials(AwsCredentialsProvider provider, List<SdkAutoCloseable> resources)
            implements AutoCloseable {
        Credentials {
            resources = List.copyOf(resources);
        }

        @Override
        public void close() {
            resources.forEach(SdkAutoCloseable::close);
        }
    }

    Credentials credentials(SdkHttpClient http, Region region) {
        if (role.isEmpty()) {
            return base();
        }
        Credentials base = base();
        StsClient sts =
                StsClient.builder()
                        .httpClient(http)
                        .region(region)
                        .credentialsProvider(base.provider())
                        .build();
        StsAssumeRoleCredentialsProvider assumed =
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(r -> r.roleArn(role.get()).roleSessionName(SESSION))
                        .build();
        var resources = new ArrayList<SdkAutoCloseable>();
        resources.add(assumed);
        resources.add(sts);
        resources.addAll(base.resources());
        return new Credentials(assumed, resources);
    }

    private Credentials base() {
        if (awsProfile.isPresent()) {
            ProfileCredentialsProvider profile =
                    ProfileCredentialsProvider.create(awsProfile.get());
            return new Credentials(profile, List.of(profile));
        }
        DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        return new Credentials(chain, List.of(chain));
    }

    /// As plans show it.
    String text() {
        return awsProfile.map(name -> " profile " + name).orElse("")
                + role.map(arn -> " role " + arn).orElse("");
    }
}

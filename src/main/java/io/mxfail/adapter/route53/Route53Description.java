package io.mxfail.adapter.route53;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Limits;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.OptionSpec.Kind;
import io.mxfail.spi.ProviderDescription;
import io.mxfail.spi.ProviderDescription.Traits;

import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the `route53` adapter is and takes.
public final class Route53Description {
    private static final Set<Integer> TYPES =
            Set.of(
                    Type.A,
                    Type.AAAA,
                    Type.CAA,
                    Type.CNAME,
                    Type.DS,
                    Type.HTTPS,
                    Type.MX,
                    Type.NAPTR,
                    Type.NS,
                    Type.PTR,
                    Type.SRV,
                    Type.SSHFP,
                    Type.SVCB,
                    Type.TLSA,
                    Type.TXT);

    private static final int LONGEST_VALUE = 4000;

    /// A batch takes 1000 records; a replaced set counts its old and its new ones.
    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.ZONE,
                    Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                    Duration.ZERO,
                    250,
                    TYPES,
                    new Limits(
                            Integer.MAX_VALUE,
                            LONGEST_VALUE,
                            Set.of(),
                            new Limits.Batch(
                                    ChangeBatches.MOST_RECORDS,
                                    ChangeBatches.MOST_CHARACTERS,
                                    false)));

    public static final ProviderDescription DESCRIPTION =
            new ProviderDescription(
                    "route53",
                    "Amazon Route 53",
                    List.of(
                            OptionSpec.of(
                                    "zone-id",
                                    Kind.TEXT,
                                    false,
                                    "the hosted zone; default: found by name"),
                            OptionSpec.of(
                                    "aws-profile",
                                    Kind.TEXT,
                                    false,
                                    "a profile of the AWS configuration"),
                            OptionSpec.of("role-arn", Kind.TEXT, false, "a role to assume"),
                            OptionSpec.of(
                                    "region",
                                    Kind.TEXT,
                                    false,
                                    "where the role is assumed; Route 53 itself is global"),
                            OptionSpec.ENDPOINT,
                            OptionSpec.CA_FILE,
                            OptionSpec.TIMEOUT),
                    Traits.of(
                            CAPABILITIES,
                            "the AWS default chain; CREATE and DELETE on the zone, no UPSERT"));

    private Route53Description() {}
}

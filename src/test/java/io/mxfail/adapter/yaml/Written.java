package io.mxfail.adapter.yaml;

import io.mxfail.adapter.rfc2136.Rfc2136Description;
import io.mxfail.port.ProfileSource.Loaded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Profiles written into a folder of a test.
final class Written {
    static final String PROFILE =
            """
            version: 1
            name: acme
            domains: [example.test]
            provider: {type: rfc2136, server: 127.0.0.1:5300, tsig: {name: k., algorithm: hmac-sha256, secret: "env:KEY"}}
            sites:
              primary:
                mx: ["10 mx1.primary.test."]
                spf: [ip4:192.0.2.0/28]
                records: ["smtp CNAME relay.primary.test."]
              backup:
                mx: ["10 mx.backup.test."]
                spf: [include:_spf.backup.test]
                records: ["smtp CNAME relay.backup.test."]
            """;

    private Written() {}

    static Loaded named(Path folder, String... names) {
        var where =
                ProfileFolder.find(
                        Optional.of(folder.toString()), Map.of(), Path.of("").toAbsolutePath());
        return new YamlProfiles(where, List.of(Rfc2136Description.DESCRIPTION))
                .load(List.of(names));
    }

    static Loaded load(Path folder, byte[] profile) throws IOException {
        Files.write(folder.resolve("acme.yaml"), profile);
        return named(folder);
    }

    static Loaded load(Path folder, String profile) throws IOException {
        return load(folder, profile.getBytes(StandardCharsets.UTF_8));
    }

    /// `line:column SEVERITY message => fix`, one a line.
    static List<String> problems(Loaded loaded) {
        return loaded.problems().stream()
                .map(
                        p ->
                                p.line()
                                        + ":"
                                        + p.column()
                                        + " "
                                        + p.severity()
                                        + " "
                                        + p.message()
                                        + " => "
                                        + p.fix().orElseThrow())
                .toList();
    }
}

package io.mxfail.core.guard;

import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.lab.mail.LabAuthority;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// Real certificate chains for what a mail host showed, and the TLSA records that ask for them.
final class Chains {
    static final String HOST = "mx.backup.test";
    private static final LabAuthority AUTHORITY = LabAuthority.create(Scene.NOW);

    /// What the backup's host shows, and what it showed before its key was changed.
    static final List<X509Certificate> LIVE = issue();

    static final List<X509Certificate> FORMER = issue();

    private Chains() {}

    private static List<X509Certificate> issue() {
        try {
            return AUTHORITY.issue(HOST, Duration.ofDays(30)).chain();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A scene in which the backup's host shows [#LIVE] and has these TLSA records.
    static Scene scene(Tlsa... records) {
        return scene(true, records);
    }

    static Scene scene(boolean nameMatches, Tlsa... records) {
        Scene scene =
                Scene.well()
                        .probed(
                                "backup",
                                Scene.host(
                                        HOST + ".",
                                        Scene.but(
                                                Scene.accepting("192.0.2.20"),
                                                a -> Scene.tls(a, shown(nameMatches)))));
        for (Tlsa record : records) {
            scene.world(line(HOST, record));
        }
        return scene;
    }

    static String line(String host, Tlsa record) {
        return "_25._tcp." + host + ". 3600 IN TLSA " + record + "\n";
    }

    static Tlsa own(List<X509Certificate> chain) {
        return Tlsa.forCertificate(3, 1, 1, chain.getFirst());
    }

    static Tlsa authority() {
        return Tlsa.forCertificate(2, 0, 1, LIVE.getLast());
    }

    private static TlsResult shown(boolean nameMatches) {
        X509Certificate leaf = LIVE.getFirst();
        return TlsResult.established(
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        new PeerCertificate(
                                "CN=" + HOST,
                                List.of(HOST),
                                new PeerCertificate.Validity(
                                        leaf.getNotBefore().toInstant(),
                                        leaf.getNotAfter().toInstant()),
                                true,
                                "CN=mxfail lab CA",
                                own(LIVE).data()),
                        nameMatches,
                        true,
                        LIVE));
    }
}

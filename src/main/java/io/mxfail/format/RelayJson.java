package io.mxfail.format;

import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Submission relays in `mxfail.check/1`: the name that applications use, where it leads, and what
/// each address showed.
final class RelayJson {
    private RelayJson() {}

    static Map<String, Object> tree(RelayProbe relay) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("host", relay.name().toString());
        tree.put("port", relay.port());
        tree.put("leadsTo", relay.leadsTo().toString());
        tree.put("resolution", Scalars.word(relay.resolution()));
        tree.put("addresses", relay.addresses().stream().map(RelayJson::address).toList());
        return tree;
    }

    private static Map<String, Object> address(RelayAddress address) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("address", address.endpoint().host());
        tree.put("port", address.endpoint().port());
        tree.put("state", address.state().label());
        tree.put("contact", Scalars.word(address.contact()));
        tree.put("tls", tls(address.tls()));
        var auth = new LinkedHashMap<String, Object>();
        auth.put("status", Scalars.word(address.authentication().status()));
        auth.put("text", address.authentication().detail());
        tree.put("auth", auth);
        tree.put("steps", address.steps().stream().map(CheckFormat::step).toList());
        return tree;
    }

    /// What encryption an address gave, and how far its certificate would be believed.
    static Map<String, Object> tls(TlsResult tls) {
        Optional<TlsSession> session = tls.session();
        Optional<PeerCertificate> certificate = session.map(TlsSession::certificate);
        var tree = new LinkedHashMap<String, Object>();
        tree.put("status", Scalars.word(tls.status()));
        tree.put("text", tls.problem());
        tree.put("protocol", session.map(TlsSession::protocol));
        tree.put("names", certificate.map(PeerCertificate::names));
        tree.put("nameMatches", session.map(TlsSession::nameMatches));
        tree.put("trusted", session.map(TlsSession::chainTrusted));
        tree.put("validUntil", certificate.map(c -> c.validity().notAfter().toString()));
        return tree;
    }
}

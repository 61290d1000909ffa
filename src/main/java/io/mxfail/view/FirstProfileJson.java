package io.mxfail.view;

import io.mxfail.app.FirstLook;
import io.mxfail.format.Json;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `mxfail.init/1`: what live DNS shows of a domain, and the first profile made of it.
public final class FirstProfileJson {
    private FirstProfileJson() {}

    /// @param file where the profile was written, as the user named it; empty: nowhere
    public static String of(FirstLook look, Optional<String> file, String version) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", "mxfail.init/1");
        tree.put("version", version);
        tree.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        tree.put("domain", look.domain().toString());
        tree.put("zone", look.zone().name().toString());
        tree.put("nameServers", look.zone().servers().stream().map(Name::toString).toList());
        var provider = new LinkedHashMap<String, Object>();
        provider.put("type", look.provider().type());
        provider.put("why", look.provider().why());
        tree.put("provider", provider);
        tree.put("site", look.site());
        tree.put("mx", look.mail().mx());
        tree.put("spf", look.mail().spf());
        tree.put("dkim", look.mail().dkim());
        tree.put("mtaSts", look.policies().mtaSts());
        tree.put("dmarc", look.policies().dmarc());
        tree.put("file", file);
        tree.put("text", FirstProfile.text(look));
        return Json.pretty(tree);
    }
}

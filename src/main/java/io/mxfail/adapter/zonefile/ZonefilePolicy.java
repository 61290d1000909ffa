package io.mxfail.adapter.zonefile;

import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.AccessPolicy;

import java.util.ArrayList;
import java.util.List;

/// What the account that runs mxfail must be allowed on the machine with the zone files.
public final class ZonefilePolicy {
    private ZonefilePolicy() {}

    /// The folder and the reload command.
    public static AccessPolicy of(ProviderConfig config) {
        String path = config.text("path").orElse("PATH");
        var text = new StringBuilder();
        text.append("read and write   ").append(path).append('\n');
        text.append("create and rename in its folder\n");
        List<String> reload = config.list("reload");
        if (!reload.isEmpty()) {
            text.append("run              ").append(String.join(" ", reload)).append('\n');
        }
        var notes = new ArrayList<String>();
        notes.add("The files hold whole zones: nothing narrows the right to names or types.");
        if (!reload.isEmpty()) {
            notes.add(
                    "Allow the reload command alone, such as by a control key or sudo rule of"
                            + " its own.");
        }
        return new AccessPolicy("rights on the machine", text.toString(), notes);
    }
}

package io.mxfail.format;

import io.mxfail.core.propagation.OpenRun;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs that stand half-way, as an array: `run`, its `domains`, whether it `holds` back every other
/// change of them, and the `commands` that end it.
public final class OpenRunJson {
    private OpenRunJson() {}

    /// The runs as a tree for [Json].
    public static List<Map<String, Object>> tree(List<OpenRun> runs) {
        return runs.stream().map(OpenRunJson::tree).toList();
    }

    private static Map<String, Object> tree(OpenRun run) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("run", run.run());
        tree.put("domains", run.domains().stream().map(Name::toString).toList());
        tree.put("holds", run.holds());
        tree.put("commands", List.of("mxfail resume " + run.run(), "mxfail undo " + run.run()));
        return tree;
    }
}

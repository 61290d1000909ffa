package io.mxfail.format;

import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Waypoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The states on a plan's way: after each write what was written, and what it means for mail.
final class PassageJson {
    private PassageJson() {}

    static List<Map<String, Object>> tree(Passage passage) {
        return passage.waypoints().stream().map(PassageJson::tree).toList();
    }

    private static Map<String, Object> tree(Waypoint waypoint) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("zone", waypoint.place().zone().toString());
        tree.put("number", waypoint.place().number());
        tree.put("stage", Scalars.word(waypoint.place().stage()));
        tree.put("provider", waypoint.place().provider());
        tree.put("safe", waypoint.safe());
        tree.put("sets", waypoint.sets().stream().map(PassageJson::written).toList());
        tree.put("domains", waypoint.domains().stream().map(PassageJson::sight).toList());
        return tree;
    }

    private static Map<String, Object> written(Waypoint.Written written) {
        Map<String, Object> tree = ChangeJson.key(written.key());
        tree.put("after", written.after().map(ChangeJson::content));
        return tree;
    }

    private static Map<String, Object> sight(Waypoint.Sight sight) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("domain", sight.domain().toString());
        tree.put("route", Scalars.word(sight.route()));
        tree.put("safe", sight.safe());
        tree.put("mail", sight.mail());
        tree.put("stop", sight.stop());
        return tree;
    }
}

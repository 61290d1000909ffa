package io.mxfail.format;

import io.mxfail.core.profile.Acknowledgement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mxfail.ack/1`: checklist items that were done; and the lines in which they are kept.
public final class AcknowledgementFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.ack/1";

    private AcknowledgementFormat() {}

    /// What an `ack` noted.
    ///
    /// @param due when an item is due again, by its place in `done`; empty: it does not recur
    public static Map<String, Object> tree(
            List<Acknowledgement> done, List<Optional<Instant>> due, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        var items = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < done.size(); i++) {
            Map<String, Object> item = fields(done.get(i));
            item.put("dueAgain", due.get(i).map(Scalars::time));
            items.add(item);
        }
        tree.put("done", items);
        return tree;
    }

    private static Map<String, Object> fields(Acknowledgement done) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", done.profile());
        tree.put("site", done.site());
        tree.put("item", done.item());
        tree.put("at", Scalars.exactTime(done.at()));
        tree.put("by", done.by());
        tree.put("reason", done.reason());
        return tree;
    }

    /// One line of the file that keeps them, without its line break.
    public static String line(Acknowledgement done) {
        return Json.compact(fields(done));
    }

    /// Reads one line.
    ///
    /// @throws JsonException where it is no acknowledgement
    public static Acknowledgement read(String line) throws JsonException {
        JsonValue value = Json.read(line);
        try {
            return Fields.read(
                    value,
                    wrong -> {
                        throw wrong;
                    },
                    fields ->
                            new Acknowledgement(
                                    fields.text("profile"),
                                    fields.text("site"),
                                    fields.text("item"),
                                    fields.parsed("at", Scalars::time),
                                    fields.text("by"),
                                    fields.perhapsText("reason")));
        } catch (Wrong e) {
            throw new JsonException(
                    e.place().line(), e.place().column(), String.valueOf(e.getMessage()));
        }
    }
}

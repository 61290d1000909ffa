package io.mxfail.format;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;

import org.xbill.DNS.Type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One change, in plans and in the journal.
final class ChangeJson {
    private ChangeJson() {}

    static Map<String, Object> tree(Change change) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("action", Scalars.word(change.action()));
        tree.put("class", Scalars.word(change.kind()));
        tree.putAll(key(change.key()));
        tree.put("tag", change.tag().map(TxtTag::text));
        tree.put("before", change.before().map(ChangeJson::content));
        tree.put("after", change.after().map(ChangeJson::content));
        return tree;
    }

    static Map<String, Object> key(RecordKey key) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", key.name().toString());
        tree.put("type", key.typeName());
        return tree;
    }

    static RecordKey key(Fields fields) {
        String type = fields.text("type");
        return fields.parsed("name", name -> Scalars.key(name, type));
    }

    static Map<String, Object> content(RecordSet set) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("ttl", set.ttl());
        tree.put("data", RecordText.of(set));
        return tree;
    }

    static Change read(Fields fields) {
        RecordKey key = key(fields);
        Optional<TxtTag> tag = fields.perhapsText("tag").map(TxtTag::new);
        if (tag.isPresent() && key.type() != Type.TXT) {
            throw new Wrong(fields.at("tag"), "only a string of a TXT set has a tag");
        }
        var change =
                new Change(
                        fields.word("class", ChangeClass.class),
                        key,
                        tag,
                        content(fields, "before", key),
                        content(fields, "after", key));
        // derived from before and after; a file that says otherwise was not made by mxfail
        Change.Action action = fields.word("action", Change.Action.class);
        if (action != change.action()) {
            throw new Wrong(
                    fields.at("action"),
                    "`action` is "
                            + Scalars.word(action)
                            + ", but before and after make it "
                            + Scalars.word(change.action()));
        }
        return change;
    }

    private static Optional<RecordSet> content(Fields fields, String name, RecordKey key) {
        return fields.perhapsObject(
                name,
                content -> {
                    long ttl = content.count("ttl");
                    List<String> data = content.texts("data");
                    return RecordText.set(key, ttl, data);
                });
    }
}

package io.mxfail.format;

import io.mxfail.core.guard.Finding;

import java.util.LinkedHashMap;
import java.util.Map;

/// One finding.
final class FindingJson {
    private FindingJson() {}

    static Map<String, Object> tree(Finding finding) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("id", finding.id());
        tree.put("severity", Scalars.word(finding.severity()));
        tree.put("profile", finding.where().profile());
        tree.put("domain", finding.where().domain());
        tree.put("site", finding.where().site());
        tree.put("subject", finding.where().subject());
        tree.put("message", finding.message());
        tree.put("fix", finding.fix());
        tree.put("reference", finding.reference());
        return tree;
    }

    static Finding read(Fields fields) {
        return new Finding(
                fields.text("id"),
                fields.word("severity", Finding.Severity.class),
                new Finding.Where(
                        fields.text("profile"),
                        fields.perhapsText("domain"),
                        fields.perhapsText("site"),
                        fields.text("subject")),
                fields.text("message"),
                fields.text("fix"),
                fields.text("reference"));
    }
}

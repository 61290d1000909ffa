package io.mxfail.format;

import io.mxfail.core.guard.SenderMoments;
import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.mail.SpfVerdict;

import java.util.LinkedHashMap;
import java.util.Map;

/// What SPF says of an address that sends: `before`, `mixed` and `after`.
///
/// `mixed` is the worst that a receiver concludes that remembers the sets under `old`
/// together, some of them perhaps as missing, which lasts `seconds`; `null` where no set
/// changes on which it depends. `allMixtures` is false where there are too many to look at
/// each.
final class SendersJson {
    private SendersJson() {}

    static Map<String, Object> tree(String profile, SenderMoments.Sender sender) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", profile);
        tree.put("domain", sender.domain().toString());
        tree.put("site", sender.site());
        tree.put("address", sender.spf().address());
        tree.put("before", verdict(sender.spf().before()));
        tree.put(
                "mixed",
                sender.spf()
                        .worst()
                        .map(
                                worst -> {
                                    Map<String, Object> mixed = verdict(worst.outcome());
                                    mixed.put(
                                            "old",
                                            worst.old().stream()
                                                    .map(Mixtures.Old::toString)
                                                    .toList());
                                    mixed.put("seconds", sender.lasts().toSeconds());
                                    return mixed;
                                }));
        tree.put("allMixtures", sender.spf().all());
        tree.put("after", verdict(sender.spf().after()));
        return tree;
    }

    private static Map<String, Object> verdict(SpfVerdict verdict) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("result", verdict.result().word());
        tree.put("matched", verdict.matched());
        tree.put("reason", verdict.reason());
        return tree;
    }
}

package io.mxfail.core.guard;

import java.util.List;

/// None of the resolver panel answers: what the world's caches hold cannot be seen, so verification
/// will stay pending.
final class ResolversSilent implements Rule {
    @Override
    public String id() {
        return "RESOLVERS-SILENT";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var resolvers = situation.services().resolvers();
        if (resolvers.isEmpty() || resolvers.values().stream().anyMatch(String::isEmpty)) {
            return List.of();
        }
        List<String> silent =
                resolvers.entrySet().stream()
                        .map(e -> e.getKey() + " (" + e.getValue() + ")")
                        .toList();
        return List.of(
                Say.profile(this, situation, "dns.resolvers", "docs/rules/RESOLVERS-SILENT.md")
                        .warn(
                                "no resolver of the panel answers: " + Say.some(silent),
                                "let this machine ask them, or name others in `dns.resolvers`"
                                        + " (`[]` for no panel)"));
    }
}

package io.mxfail.format;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.ProviderFacts;

import org.xbill.DNS.Type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mxfail.providers/1`: the types of provider, how each can fail, and what it takes.
///
/// `atomicity`, `staleWrite`, `minimumTtl` and `maximumChanges` are `null` where only the running
/// provider can tell.
public final class ProvidersFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.providers/1";

    private ProvidersFormat() {}

    /// The facts as a tree for [Json].
    public static Map<String, Object> tree(List<ProviderFacts> providers, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put("providers", providers.stream().map(ProvidersFormat::provider).toList());
        return tree;
    }

    private static Map<String, Object> provider(ProviderFacts facts) {
        Optional<Capabilities> can = facts.manner().capabilities();
        var tree = new LinkedHashMap<String, Object>();
        tree.put("type", facts.type());
        tree.put("summary", facts.summary());
        tree.put("experimental", facts.manner().experimental());
        tree.put("atomicity", can.map(Capabilities::atomicity).map(Scalars::word));
        tree.put("staleWrite", can.map(Capabilities::staleWrite).map(Scalars::word));
        tree.put("minimumTtl", can.map(Capabilities::minimumTtl).map(Scalars::seconds));
        tree.put("maximumChanges", can.map(Capabilities::maximumChanges));
        tree.put("types", can.map(ProvidersFormat::types).orElseGet(List::of));
        tree.put("maximumTtl", can.map(c -> c.limits().maximumTtl()));
        tree.put("lacks", can.map(ProvidersFormat::lacks).orElseGet(List::of));
        tree.put("credentials", facts.manner().credentials());
        tree.put("options", options(facts.options()));
        return tree;
    }

    /// Content that it does not take.
    private static List<String> lacks(Capabilities can) {
        return can.limits().lacks().stream().map(Scalars::word).sorted().toList();
    }

    /// Empty: all.
    private static List<String> types(Capabilities can) {
        return can.types().stream().map(Type::string).sorted().toList();
    }

    private static List<Map<String, Object>> options(List<ProviderFacts.Option> options) {
        return options.stream().map(ProvidersFormat::option).toList();
    }

    private static Map<String, Object> option(ProviderFacts.Option option) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", option.name());
        tree.put("kind", option.kind());
        tree.put("required", option.required());
        tree.put("help", option.help());
        tree.put("options", options(option.nested()));
        return tree;
    }
}

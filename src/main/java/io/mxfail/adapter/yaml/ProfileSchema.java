package io.mxfail.adapter.yaml;

import io.mxfail.format.Json;
import io.mxfail.spi.ProviderDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The format of a profile as a JSON Schema (draft 2020-12), for editors and review tools.
///
/// It is a walk over the same declaration that the reader checks with, so the two cannot differ
/// in keys. It says less than `lint`: what records mean, what belongs together and what another
/// file claims is beyond a schema.
final class ProfileSchema {
    private static final String PROVIDER = "provider";

    private final Map<String, Object> shared = new TreeMap<>();

    private ProfileSchema() {}

    /// The schema as JSON text.
    ///
    /// @param providers the adapters that can be named, with their options
    static String of(List<ProviderDescription> providers) {
        return Json.pretty(new ProfileSchema().document(ProfileFormat.of(providers)));
    }

    private Map<String, Object> document(Shape.Group profile) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        tree.put("title", "mxfail profile");
        tree.put("description", "One mail service: its domains, where their DNS is written, sites");
        Map<String, Object> body = group(profile);
        List<?> required = List.copyOf((List<?>) body.getOrDefault("required", List.of()));
        body.remove("required");
        tree.putAll(body);
        // keys of an included file belong to the profile too
        tree.put(
                "anyOf",
                List.of(
                        Map.of("required", List.of("include")),
                        ordered(
                                "required",
                                required,
                                "oneOf",
                                List.of(needs("provider"), needs("providers")))));
        tree.put("$defs", shared);
        return tree;
    }

    private static Map<String, Object> needs(String key) {
        return Map.of("required", List.of(key));
    }

    private Map<String, Object> schema(Shape shape) {
        return switch (shape) {
            case Shape.Text text -> text(text.form());
            case Shape.Whole whole -> whole(whole);
            case Shape.Choice choice -> ordered("type", "string", "enum", choice.words());
            case Shape.Secret _ ->
                    ordered("type", "string", "pattern", whole(ShapeCheck.SECRET.pattern()));
            case Shape.Listing listing -> listing(listing);
            case Shape.Group group -> group(group);
            case Shape.Named named -> named(named);
            case Shape.Typed typed -> {
                shared.put(PROVIDER, typed(typed));
                yield ordered("$ref", "#/$defs/" + PROVIDER);
            }
            case Shape.Either either ->
                    ordered("anyOf", either.shapes().stream().map(this::schema).toList());
            case Shape.Later _ -> ordered();
        };
    }

    /// A text without a form may look like a number or a truth to YAML: it is read as written.
    private static Map<String, Object> text(Shape.Form form) {
        return form.pattern()
                .map(pattern -> ordered("type", "string", "pattern", whole(pattern)))
                .orElseGet(() -> ordered("type", List.of("string", "number", "boolean")));
    }

    private static String whole(String pattern) {
        return "^(?:" + pattern + ")$";
    }

    private static Map<String, Object> whole(Shape.Whole whole) {
        return whole.least() == whole.most()
                ? ordered("const", whole.least())
                : ordered("type", "integer", "minimum", whole.least(), "maximum", whole.most());
    }

    private Map<String, Object> listing(Shape.Listing listing) {
        Map<String, Object> tree = ordered("type", "array", "items", schema(listing.element()));
        if (listing.least() > 0) {
            tree.put("minItems", listing.least());
        }
        return tree;
    }

    private Map<String, Object> named(Shape.Named named) {
        Map<String, Object> tree = ordered("type", "object");
        named.names()
                .pattern()
                .ifPresent(p -> tree.put("propertyNames", ordered("pattern", whole(p))));
        tree.put("additionalProperties", schema(named.value()));
        if (named.least() > 0) {
            tree.put("minProperties", named.least());
        }
        return tree;
    }

    private Map<String, Object> group(Shape.Group group) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (Shape.Key key : group.keys()) {
            properties.put(key.name(), property(key));
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> tree = ordered("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            tree.put("required", required);
        }
        tree.put("additionalProperties", false);
        return tree;
    }

    /// An explicit `null` says that a key is not given, where it may be left out.
    private Map<String, Object> property(Shape.Key key) {
        Map<String, Object> value = schema(key.shape());
        Map<String, Object> tree = ordered("description", key.help());
        if (key.required() || value.isEmpty()) {
            tree.putAll(value);
        } else {
            tree.put("anyOf", List.of(value, ordered("type", "null")));
        }
        return tree;
    }

    /// An adapter that does not come with mxfail may be named too; nothing is known of its options.
    private Map<String, Object> typed(Shape.Typed typed) {
        var cases = new ArrayList<Map<String, Object>>();
        new TreeMap<>(typed.types())
                .forEach(
                        (type, options) ->
                                cases.add(
                                        ordered(
                                                "if",
                                                ordered(
                                                        "properties",
                                                        ordered("type", ordered("const", type)),
                                                        "required",
                                                        List.of("type")),
                                                "then",
                                                group(options))));
        return ordered(
                "type",
                "object",
                "properties",
                ordered("type", schema(new Shape.Text(ProfileFormat.ID, Shape.Variables.REFUSE))),
                "required",
                List.of("type"),
                "allOf",
                cases);
    }

    private static Map<String, Object> ordered(Object... pairs) {
        var tree = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            tree.put((String) pairs[i], pairs[i + 1]);
        }
        return tree;
    }
}

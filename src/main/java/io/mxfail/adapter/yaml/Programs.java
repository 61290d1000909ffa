package io.mxfail.adapter.yaml;

import java.util.ArrayList;
import java.util.List;

/// Finds where a profile starts programs: hooks, secrets by `exec:`, and a provider's commands.
final class Programs {
    private Programs() {}

    static List<Place> in(Tree.Fields profile) {
        var places = new ArrayList<Place>();
        profile.group("hooks")
                .ifPresent(hooks -> hooks.fields().forEach(f -> places.add(f.key().place())));
        for (Tree.Field field : profile.fields()) {
            if (field.key().text().startsWith("provider")) {
                commands(field, places);
            }
            secrets(field.value(), places);
        }
        return List.copyOf(places);
    }

    private static void secrets(Tree tree, List<Place> places) {
        switch (tree) {
            case Tree.Scalar scalar -> {
                if (scalar.text().startsWith("exec:")) {
                    places.add(scalar.place());
                }
            }
            case Tree.Items items -> items.items().forEach(item -> secrets(item, places));
            case Tree.Fields fields -> fields.fields().forEach(f -> secrets(f.value(), places));
            case Tree.Broken _ -> {}
        }
    }

    /// Every list of a provider is an argv, but for the names of variables that are passed on.
    private static void commands(Tree.Field field, List<Place> places) {
        switch (field.value()) {
            case Tree.Items items when field.key().text().equals("providers") ->
                    items.items().stream()
                            .filter(Tree.Fields.class::isInstance)
                            .forEach(item -> commands(new Tree.Field(field.key(), item), places));
            case Tree.Items items -> {
                if (!field.key().text().equals("env")) {
                    places.add(items.place());
                }
            }
            case Tree.Fields fields -> fields.fields().forEach(f -> commands(f, places));
            case Tree.Scalar _, Tree.Broken _ -> {}
        }
    }
}

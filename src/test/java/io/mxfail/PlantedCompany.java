package io.mxfail;

import io.mxfail.planted.Fault;
import io.mxfail.planted.Healthy;
import io.mxfail.real.Key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A company with one fault: its zone, its profile and the desk from which it is asked about.
///
/// @param name also the first label of its domain
/// @param words what the tokens of its texts stand for, as it becomes known
record PlantedCompany(String name, Fault fault, Desk desk, Map<String, String> words) {
    static final String PASSWORD = "lab pass";

    static PlantedCompany of(int number, Fault fault, Desk desk) {
        String name = "c%02d".formatted(number);
        String domain = name + "." + fault.parent();
        var words = new LinkedHashMap<String, String>();
        words.put("name", name);
        words.put("domain", domain);
        words.put(
                "west-host",
                fault.name()
                        .map(host -> host.replace("@domain@", domain))
                        .orElse((fault.host().isPresent() ? name : "west") + ".hosts.test"));
        words.put("plan", desk.folder.resolve("plan.json").toString());
        return new PlantedCompany(name, fault, desk, words);
    }

    String domain() {
        return name + "." + fault.parent();
    }

    /// Domains that take mail: its own, and one that may be an alias of it.
    List<String> mailDomains() {
        return List.of(domain(), "news." + domain());
    }

    String word(String token) {
        return words.getOrDefault(token, "");
    }

    /// The text with all tokens replaced.
    String fill(String text) {
        String filled = text;
        for (var word : words.entrySet()) {
            filled = filled.replace("@" + word.getKey() + "@", word.getValue());
        }
        return filled.replace("@more@\n", "");
    }

    /// Its zone with these differences.
    String zone(List<Fault.Edit> edits) {
        return fill(edited(Healthy.ZONE, edits));
    }

    /// Writes the profile, with all secrets that it names.
    ///
    /// @param anchor whom it trusts, as PEM
    /// @param key that may write its zone
    void write(String anchor, Key key) throws IOException {
        Files.writeString(desk.folder.resolve("ca.pem"), anchor);
        String text = edited(Healthy.PROFILE, fault.profile());
        if (text.contains("@wrong-tsig@")) {
            words.put("wrong-tsig", desk.tsig(key.forged()));
        } else {
            words.put("tsig", desk.tsig(key));
        }
        words.put("secret", secret("news", PASSWORD));
        desk.profile(name, fill(text));
    }

    /// Keeps a secret in a file that only its owner may read.
    String secret(String what, String value) throws IOException {
        Path file = desk.folder.resolve(what + ".secret");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, value);
        return file.toString();
    }

    /// Does what comes before the question, and asks it.
    Desk.Ran ask() throws IOException {
        if (!fault.first().isEmpty()) {
            desk.mxfail(filled(fault.first()));
        }
        if (!fault.later().isEmpty()) {
            Path profile = desk.folder.resolve("profiles").resolve(name + ".yaml");
            Files.writeString(profile, edited(Files.readString(profile), fault.later()));
        }
        String[] words = filled(fault.command());
        String[] json = java.util.Arrays.copyOf(words, words.length + 1);
        json[words.length] = "--json";
        return desk.mxfail(json);
    }

    private String[] filled(List<String> command) {
        return command.stream().map(this::fill).toArray(String[]::new);
    }

    private static String edited(String text, List<Fault.Edit> edits) {
        String edited = text;
        for (Fault.Edit edit : edits) {
            edited = edit.in(edited);
        }
        return edited;
    }
}

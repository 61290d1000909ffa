package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

class JsonTest {
    @Test
    void a_tree_is_written_on_one_line() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("text", "a\"b");
        tree.put("none", Optional.empty());
        tree.put("some", Optional.of(7));
        tree.put("list", List.of(true, new BigDecimal("0.0000001"), Map.of()));
        assertEquals(
                "{\"text\":\"a\\\"b\",\"none\":null,\"some\":7,\"list\":[true,0.0000001,{}]}",
                Json.compact(tree));
    }

    @Test
    void a_tree_is_written_for_people() {
        assertEquals(
                """
                {
                  "list" : [
                    1,
                    2
                  ]
                }
                """,
                Json.pretty(Map.of("list", List.of(1, 2))));
    }

    @Test
    void only_ascii_is_written() {
        String written = Json.compact(Map.of("a", "\u001b[31m\u007fü\u2028\u009b\uD800"));
        assertTrue(written.chars().allMatch(c -> c >= 0x20 && c < 0x7f), written);
    }

    @Test
    void any_text_comes_back() throws JsonException {
        var some = new Some(new SplittableRandom(1));
        for (int i = 0; i < 2000; i++) {
            String text = some.text();
            JsonValue read = Json.read(Json.compact(Map.of("a", text)));
            var members = (JsonValue.Members) read;
            assertEquals(text, ((JsonValue.Text) member(members, "a")).value());
        }
    }

    @Test
    void values_know_where_they_stand() throws JsonException {
        var read = (JsonValue.Members) Json.read("{\n  \"a\": 1,\n  \"b\": [\n true]\n}");
        assertEquals(new JsonValue.Place(2, 8), member(read, "a").at());
        var list = (JsonValue.Elements) member(read, "b");
        assertEquals(new JsonValue.Place(4, 2), list.values().getFirst().at());
    }

    @Test
    void numbers_are_read_exactly() throws JsonException {
        var read = (JsonValue.Members) Json.read("{\"a\": 0.1000000000000000000001}");
        assertEquals(
                new BigDecimal("0.1000000000000000000001"),
                ((JsonValue.Figure) member(read, "a")).value());
    }

    @Test
    void a_key_named_twice_is_an_error_with_its_place() {
        var e = assertThrows(JsonException.class, () -> Json.read("{\"a\": 1,\n \"a\": 2}"));
        assertEquals(2, e.line());
        assertTrue(String.valueOf(e.getMessage()).contains("Duplicate"), e.getMessage());
    }

    @Test
    void what_is_no_json_is_an_error() {
        for (String text :
                List.of(
                        "",
                        " ",
                        "{",
                        "{\"a\":}",
                        "{\"a\":1} x",
                        "{} {}",
                        "[1,]",
                        "{'a':1}",
                        "{a:1}",
                        "01",
                        "NaN",
                        "// no\n{}",
                        "\"tab\there\"",
                        "\uFEFF{}")) {
            assertThrows(JsonException.class, () -> Json.read(text), text);
        }
    }

    @Test
    void a_nest_too_deep_is_an_error_and_no_overflow() {
        assertThrows(JsonException.class, () -> Json.read("[".repeat(100_000)));
    }

    @Test
    void a_number_too_long_is_an_error() {
        assertThrows(JsonException.class, () -> Json.read("1" + "0".repeat(1000)));
    }

    private static JsonValue member(JsonValue.Members members, String name) {
        return Optional.ofNullable(members.byName().get(name)).orElseThrow();
    }
}

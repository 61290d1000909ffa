package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class JsonValueTest {
    private static final String ANSWER =
            """
            {"id": "a1", "ttl": 60, "half": 0.5, "huge": 1e30, "proxied": true, "comment": null, "tags": ["x", 1]}
            """;

    @Test
    void a_member_is_read_where_it_is_of_its_kind() throws JsonException {
        JsonValue answer = Json.read(ANSWER);
        assertEquals(Optional.of("a1"), answer.text("id"));
        assertEquals(Optional.of(60L), answer.whole("ttl"));
        assertTrue(answer.isTrue("proxied"));
        assertEquals(2, answer.list("tags").size());
    }

    @Test
    void what_is_missing_null_or_of_another_kind_is_not_there() throws JsonException {
        JsonValue answer = Json.read(ANSWER);
        assertEquals(Optional.empty(), answer.member("comment"));
        assertEquals(Optional.empty(), answer.text("ttl"));
        assertEquals(Optional.empty(), answer.whole("id"));
        assertEquals(Optional.empty(), answer.whole("half"));
        assertEquals(Optional.empty(), answer.whole("huge"));
        assertFalse(answer.isTrue("id"));
        assertEquals(List.of(), answer.list("nothing"));
        assertEquals(Optional.empty(), answer.list("tags").getFirst().member("any"));
    }

    @Test
    void a_tree_is_written_as_it_was_read() throws JsonException {
        String text = "{\"a\":[1,2.50,null,{\"b\":false}],\"c\":\"d\"}";
        assertEquals(
                text,
                Json.compact(Map.of("top", Json.read(text).tree()))
                        .replaceAll("^\\{\"top\":|}$", ""));
    }
}

package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class MtaStsIdTest {
    @Test
    void an_id_follows_from_the_text_alone() {
        // printf 'version: STSv1\n' | sha256sum
        assertEquals("428d785a65817f851123ef0609271615", MtaStsId.of("version: STSv1\n"));
        assertNotEquals(MtaStsId.of("version: STSv1\n"), MtaStsId.of("version: STSv1\r\n"));
    }

    @Test
    void an_id_is_one_that_senders_can_read_and_mxfail_knows_again() {
        String id = MtaStsId.of("version: STSv1\nmode: none\nmax_age: 86400\n");
        assertEquals(
                Optional.of(new MtaStsRecord(id)), MtaStsRecord.parse("v=STSv1; id=" + id + ";"));
        assertTrue(MtaStsId.isOne(id));
        assertFalse(MtaStsId.isOne("20261124T030000Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v=STSv1; id=1         | v=STSv1; id=new
                    v=STSv1;id=1;         | v=STSv1;id=new;
                    v=STSv1; x=id=9;      | -
                    v=STSv1; xid=7; id=a; | v=STSv1; xid=7; id=new;
                    v=STSv1; id=a b;      | -
                    v=spf1 -all           | -
                    """)
    void a_new_id_leaves_the_rest_of_a_record_as_it_was(String old, String wanted) {
        assertEquals(
                wanted.equals("-") ? Optional.empty() : Optional.of(wanted),
                MtaStsRecord.withId(old, "new"));
    }
}

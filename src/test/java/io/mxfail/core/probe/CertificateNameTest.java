package io.mxfail.core.probe;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CertificateNameTest {
    @Test
    void names_match_without_case_and_final_dot() {
        assertTrue(CertificateName.matches("MX1.Example.test", "mx1.example.test."));
        assertFalse(CertificateName.matches("example.test", "mx1.example.test."));
        assertFalse(CertificateName.matches("", ""));
    }

    @Test
    void a_wildcard_stands_for_one_whole_leftmost_label() {
        assertTrue(CertificateName.matches("*.example.test", "mx1.example.test."));
        assertFalse(CertificateName.matches("*.example.test", "example.test."));
        assertFalse(CertificateName.matches("*.example.test", "a.mx1.example.test."));
        assertFalse(CertificateName.matches("mx*.example.test", "mx1.example.test."));
        assertFalse(CertificateName.matches("*.test", "example.test."));
        assertFalse(CertificateName.matches("*", "example."));
    }
}

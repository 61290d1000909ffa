package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

final class DkimWeakTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DkimWeak();
    }

    @Override
    public Scene fine() {
        return signing("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    }

    @Override
    public Scene wrong() {
        return signing("p=" + rsa(1024));
    }

    private static Scene signing(String key) {
        var strings = new StringBuilder();
        String text = "v=DKIM1; " + key;
        for (int from = 0; from < text.length(); from += 200) {
            strings.append(" \"")
                    .append(text, from, Math.min(text.length(), from + 200))
                    .append('"');
        }
        return Scene.well()
                .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                .world("bk1.dkim.backup.test. 60 IN TXT" + strings + "\n");
    }

    private static String rsa(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            byte[] key = generator.generateKeyPair().getPublic().getEncoded();
            return Base64.getEncoder().encodeToString(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_key_of_1024_bits_is_a_warning_and_one_of_2048_is_well() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().endsWith("has only 1024 bits"));
        assertEquals(List.of(), rule().judge(signing("p=" + rsa(2048)).situation()));
    }

    @Test
    void a_shorter_one_is_no_key_at_all() {
        Scene scene = signing("p=" + rsa(768));
        assertEquals(List.of(), rule().judge(scene.situation()));
        List<Finding> findings = new DkimKeyUnusable().judge(scene.situation());
        assertTrue(findings.getFirst().message().contains("has 768 bits"));
    }

    @Test
    void a_key_marked_as_a_test_is_a_warning() {
        Scene scene = signing("k=ed25519; t=y; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertTrue(only(scene).message().contains("says `t=y`"));
    }
}

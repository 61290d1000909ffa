package io.mxfail.spi;

import java.util.List;

/// The least right that a provider must grant for a profile, in that provider's own language, to
/// be pasted where rights are given.
///
/// @param title what it is, such as `IAM policy`
/// @param text the policy itself; holds no secret
/// @param notes what the policy cannot say, one sentence each
public record AccessPolicy(String title, String text, List<String> notes) {
    public AccessPolicy {
        notes = List.copyOf(notes);
    }
}

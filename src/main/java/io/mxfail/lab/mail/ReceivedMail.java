package io.mxfail.lab.mail;

import java.util.List;

/// A message that a lab mail server took.
///
/// @param sender empty for the null sender
/// @param text header and body, lines ending in CR LF
public record ReceivedMail(String sender, List<String> recipients, String text, boolean encrypted) {
    public ReceivedMail {
        recipients = List.copyOf(recipients);
    }
}

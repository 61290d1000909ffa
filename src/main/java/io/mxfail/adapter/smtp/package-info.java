/// The SMTP probe: talks to mail hosts as a sender does, up to `RCPT`.
@NullMarked
package io.mxfail.adapter.smtp;

import org.jspecify.annotations.NullMarked;

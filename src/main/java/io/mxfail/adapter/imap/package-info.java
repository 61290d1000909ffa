/// A small IMAP client: logs in, looks for one message, and changes nothing (RFC 3501).
@NullMarked
package io.mxfail.adapter.imap;

import org.jspecify.annotations.NullMarked;

/// The IMAP client against scripted servers.
@NullMarked
package io.mxfail.adapter.imap;

import org.jspecify.annotations.NullMarked;

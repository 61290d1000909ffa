/// Fetches MTA-STS policies over HTTPS.
@NullMarked
package io.mxfail.adapter.https;

import org.jspecify.annotations.NullMarked;

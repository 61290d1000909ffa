@NullMarked
package io.mxfail.adapter.smtp;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.mxfail.lab.mail;

import org.jspecify.annotations.NullMarked;

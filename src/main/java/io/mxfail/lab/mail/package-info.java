/// Mail servers of the lab: real SMTP with STARTTLS on loopback, with faults on demand.
@NullMarked
package io.mxfail.lab.mail;

import org.jspecify.annotations.NullMarked;

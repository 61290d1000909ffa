package io.mxfail.real;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which real servers a test needs. Where one is missing the test is left out, and the list
/// `target/left-out.txt` tells of it; with `CI=true` in the environment it fails instead,
/// unless it is the system itself that lacks something ([Server#IPV6]).
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("real")
@ExtendWith(ServersPresent.class)
public @interface NeedsServer {
    /// All of these are needed.
    Server[] value();
}

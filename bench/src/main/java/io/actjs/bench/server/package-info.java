/** The servers under test: child processes with the JVM options of the launcher. */
@NullMarked
package io.actjs.bench.server;

import org.jspecify.annotations.NullMarked;

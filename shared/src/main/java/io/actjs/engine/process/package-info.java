/** Isolates in processes of their own: what ends such a process ends nothing else. */
@NullMarked
package io.actjs.engine.process;

import org.jspecify.annotations.NullMarked;

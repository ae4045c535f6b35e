/** Looks into isolates while they run, for authors: coverage. Nothing here is in production. */
@NullMarked
package io.actjs.engine.inspect;

import org.jspecify.annotations.NullMarked;

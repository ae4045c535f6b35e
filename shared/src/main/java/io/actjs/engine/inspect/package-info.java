/**
 * Looks into isolates while they run, for authors: coverage and debugging. Nothing here is in
 * production.
 */
@NullMarked
package io.actjs.engine.inspect;

import org.jspecify.annotations.NullMarked;

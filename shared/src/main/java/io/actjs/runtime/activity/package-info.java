/** The activity of actors, counted and logged. */
@NullMarked
package io.actjs.runtime.activity;

import org.jspecify.annotations.NullMarked;

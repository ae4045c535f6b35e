/** An actor in memory: its life, its turns, and what they send out. */
@NullMarked
package io.actjs.runtime.host;

import org.jspecify.annotations.NullMarked;

/** The driver that forgets: tests and --ephemeral. */
@NullMarked
package io.actjs.storage.memory;

import org.jspecify.annotations.NullMarked;

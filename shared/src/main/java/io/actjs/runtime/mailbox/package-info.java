/** What waits for an actor, who waits for what becomes of it, and for how long. */
@NullMarked
package io.actjs.runtime.mailbox;

import org.jspecify.annotations.NullMarked;

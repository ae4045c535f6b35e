/** Messages waiting for an actor, the receivers of their outcomes, and their deadlines. */
@NullMarked
package io.actjs.runtime.mailbox;

import org.jspecify.annotations.NullMarked;

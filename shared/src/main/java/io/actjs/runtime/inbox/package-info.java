/** Durable messages: how they are made, brought to their actors, tried again and given up. */
@NullMarked
package io.actjs.runtime.inbox;

import org.jspecify.annotations.NullMarked;

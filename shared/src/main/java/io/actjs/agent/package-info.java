/** Agents, the threads that run them, the queues between them, and the ticks of the clock. */
@NullMarked
package io.actjs.agent;

import org.jspecify.annotations.NullMarked;

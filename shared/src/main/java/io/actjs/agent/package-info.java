/** What runs: agents and the threads that run them, queues between them, the clock's ticks. */
@NullMarked
package io.actjs.agent;

import org.jspecify.annotations.NullMarked;

/**
 * The load generator: one thread, non-blocking sockets, requests that are encoded before the clock
 * starts and answers that are read where they lie. It shares the cores with the server that it
 * measures, so what it spends is taken from the figure. Only {@link
 * io.actjs.bench.load.InProcessLoop} has no sockets: what it calls answers in this process.
 */
@NullMarked
package io.actjs.bench.load;

import org.jspecify.annotations.NullMarked;

/**
 * The runtime under one seed: one scheduler in place of all threads, and promises to hold it to.
 */
@NullMarked
package io.actjs.simulation;

import org.jspecify.annotations.NullMarked;

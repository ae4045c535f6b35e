/**
 * Completion in shells: their scripts, made of the model of the command line, and what only a
 * server knows.
 */
@NullMarked
package io.actjs.actctl.completion;

import org.jspecify.annotations.NullMarked;

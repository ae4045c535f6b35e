/** Exports: a store as a file that any store takes over. The format: docs/export-format.md. */
@NullMarked
package io.actjs.storage.move;

import org.jspecify.annotations.NullMarked;

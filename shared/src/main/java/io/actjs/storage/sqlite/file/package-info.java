/**
 * The locked data directory and the database file in it: connections, statements, the one writer.
 */
@NullMarked
package io.actjs.storage.sqlite.file;

import org.jspecify.annotations.NullMarked;

/** The default driver: one SQLite file under a locked data directory. */
@NullMarked
package io.actjs.storage.sqlite;

import org.jspecify.annotations.NullMarked;

/** The store of production: PostgreSQL holds everything, several servers may share one database. */
@NullMarked
package io.actjs.storage.postgres;

import org.jspecify.annotations.NullMarked;

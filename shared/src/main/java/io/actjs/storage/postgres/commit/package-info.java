/** The storage of a batch of entries in one PostgreSQL transaction. */
@NullMarked
package io.actjs.storage.postgres.commit;

import org.jspecify.annotations.NullMarked;

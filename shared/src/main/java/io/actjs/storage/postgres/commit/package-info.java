/** How PostgreSQL stores a batch of entries in one transaction. */
@NullMarked
package io.actjs.storage.postgres.commit;

import org.jspecify.annotations.NullMarked;

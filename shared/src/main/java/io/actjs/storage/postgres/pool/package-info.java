/**
 * Connections to PostgreSQL, and transactions over them that outlive outages and lost answers; it
 * knows nothing of actors.
 */
@NullMarked
package io.actjs.storage.postgres.pool;

import org.jspecify.annotations.NullMarked;

/**
 * Connections to PostgreSQL, and the transactions over them, which survive outages and lost
 * answers. Nothing here knows of actors.
 */
@NullMarked
package io.actjs.storage.postgres.pool;

import org.jspecify.annotations.NullMarked;

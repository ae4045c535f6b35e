/**
 * The common part of the drivers over JDBC: the registry's tables, the contents as a whole, rows
 * and migrations. Each driver brings its sessions, and the statements that its dialect words
 * differently.
 */
@NullMarked
package io.actjs.storage.jdbc;

import org.jspecify.annotations.NullMarked;

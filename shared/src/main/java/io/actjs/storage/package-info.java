/**
 * The only door to durable state: the StorageDriver port and the Journal that group-commits into
 * it.
 */
@NullMarked
package io.actjs.storage;

import org.jspecify.annotations.NullMarked;

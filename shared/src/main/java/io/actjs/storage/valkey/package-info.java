/**
 * Valkey, or Redis 6.2 and newer, beside a store: copies of states that make activations cheaper,
 * and hints between the servers that share the store. Nothing is lost or wrong without it.
 */
@NullMarked
package io.actjs.storage.valkey;

import org.jspecify.annotations.NullMarked;

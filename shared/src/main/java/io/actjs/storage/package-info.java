/**
 * The only door to durable state: the StorageDriver port with its parts, the Journal that
 * group-commits into it, and the commit decision that all drivers share.
 */
@NullMarked
package io.actjs.storage;

import org.jspecify.annotations.NullMarked;

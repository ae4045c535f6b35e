package io.actjs.runtime.loading;

import io.actjs.model.ActorRef;
import io.actjs.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * The effect that moving a stored actor to another version would have.
 *
 * @param before its state now, raw JSON; null when it could not be made
 * @param after its state then, raw JSON; null when the migration fails
 * @param pure whether computing it twice gave the same
 * @param error why the migration fails; null when it does not
 */
public record MigrationPreview(
    ActorRef ref,
    Version from,
    Version to,
    @Nullable String before,
    @Nullable String after,
    boolean pure,
    @Nullable String error) {}

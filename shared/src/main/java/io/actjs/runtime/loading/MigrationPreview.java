package io.actjs.runtime.loading;

import io.actjs.model.ActorRef;
import io.actjs.model.Version;
import io.actjs.registry.migration.MigrationPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The effect that moving a stored actor to another version would have.
 *
 * @param before its state now, raw JSON; null when it could not be made
 * @param after its state then, raw JSON; null when the migration fails
 * @param chain the versions that the state walks through, in order; empty when there is no way
 * @param pure whether computing it twice gave the same
 * @param error why the migration fails; null when it does not
 */
public record MigrationPreview(
    ActorRef ref,
    Version from,
    Version to,
    @Nullable String before,
    @Nullable String after,
    List<Stage> chain,
    boolean pure,
    @Nullable String error) {

  /**
   * A version on the way.
   *
   * @param state the state there, raw JSON; null when the migration fails
   */
  public record Stage(MigrationPlan.Step step, @Nullable String state) {}
}

package io.actjs.policy;

/**
 * Bounds of actors in memory, beside that of all of them ({@code CapacityExhausted}); 0 for none.
 *
 * @param perClass of one class
 * @param perTenant of those that principals of one tenant had brought into memory
 */
public record ActiveLimits(int perClass, int perTenant) {
  public static final ActiveLimits DEFAULT = of(Limits.DEFAULT);

  public static ActiveLimits of(Limits limits) {
    return new ActiveLimits(
        limits.count(Limit.ACTIVE_ACTORS_PER_CLASS), limits.count(Limit.ACTIVE_ACTORS_PER_TENANT));
  }

  /**
   * The bound of a class.
   *
   * @param said what the class says itself, 0 for nothing
   */
  public int ofClass(int said) {
    return perClass == 0 || said == 0 ? Math.max(perClass, said) : Math.min(perClass, said);
  }
}

package io.actjs.policy;

/**
 * How far subscribers are caught up from the journal; beyond it they get a snapshot.
 *
 * @param bytes of the changes that one has missed
 * @param turns that one has missed
 */
public record ResumeLimits(long bytes, int turns) {
  public static final ResumeLimits DEFAULT = of(Limits.DEFAULT);

  public static ResumeLimits of(Limits limits) {
    return new ResumeLimits(limits.get(Limit.RESUME_BYTES), limits.count(Limit.RESUME_TURNS));
  }
}

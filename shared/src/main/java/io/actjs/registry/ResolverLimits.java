package io.actjs.registry;

/**
 * The limits of a resolution. Nothing beyond the first two is searched; the last ends the search.
 *
 * @param depth most classes on the shortest way from a root, both ends counted
 * @param classes most classes of a solution
 * @param steps most versions that are tried, those tried again counted again
 */
public record ResolverLimits(int depth, int classes, int steps) {
  public static final ResolverLimits DEFAULT = new ResolverLimits(16, 256, 100_000);
}

package io.actjs.bench.soak;

/**
 * What must not grow, and by how much it may all the same: what its samples differ by in a server
 * that keeps its size, and what each release adds, which is kept for good.
 */
enum Gauge {
  RSS("rssMiB", 0.10, 8, 0.02),
  HEAP("heapMiB", 0.05, 2, 0.008),
  THREADS("threads", 0, 8, 0),
  FILES("files", 0.10, 10, 0),
  DATABASE("databaseMiB", 0.10, 1, 0.012),
  LOG("logMiB", 0, 64, 0);

  final String label;
  private final double share;
  private final double least;
  private final double perRelease;

  Gauge(String label, double share, double least, double perRelease) {
    this.label = label;
    this.share = share;
    this.least = least;
    this.perRelease = perRelease;
  }

  /**
   * How much more than this it may be later.
   *
   * @param releases in between
   */
  double allowed(double before, double releases) {
    return Math.max(before * share, least) + releases * perRelease;
  }
}

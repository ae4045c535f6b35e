package io.actjs.bench.work;

/** A run that did not do the work that its figure names; the figure is void. */
public final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchFailure(String message) {
    super(message);
  }
}

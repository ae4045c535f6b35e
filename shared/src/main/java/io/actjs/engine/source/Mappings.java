package io.actjs.engine.source;

/**
 * The mappings of a source map, version 3: lines are divided by {@code ;}, segments by {@code ,}.
 * The numbers of a segment ({@link Vlq}) are differences from those of the segments before: column;
 * source, its line and column; name.
 */
public final class Mappings {
  /** What a segment without a source has in place of one. */
  public static final int NO_SOURCE = -1;

  private static final int WITH_SOURCE = 4;

  private Mappings() {}

  /** Is told of each segment, in order. All numbers are counted from 0. */
  public interface Visitor {
    /** A line of the code begins. */
    void line();

    /**
     * @param column in the line of the code
     * @param source the number of the source, or {@link #NO_SOURCE}; then the others mean nothing
     */
    void segment(int column, int source, int sourceLine, int sourceColumn);
  }

  /**
   * @throws IllegalArgumentException when they are malformed
   */
  public static void read(String mappings, Visitor visitor) {
    int source = 0;
    int sourceLine = 0;
    int sourceColumn = 0;
    for (String line : mappings.split(";", -1)) {
      visitor.line();
      int column = 0;
      for (String segment : line.isEmpty() ? new String[0] : line.split(",", -1)) {
        int[] numbers = Vlq.decode(segment);
        column += numbers[0];
        boolean leads = numbers.length >= WITH_SOURCE;
        if (leads) {
          source += numbers[1];
          sourceLine += numbers[2];
          sourceColumn += numbers[3];
          if (source < 0) {
            throw new IllegalArgumentException("a segment of a source before the first");
          }
        }
        visitor.segment(column, leads ? source : NO_SOURCE, sourceLine, sourceColumn);
      }
    }
  }
}

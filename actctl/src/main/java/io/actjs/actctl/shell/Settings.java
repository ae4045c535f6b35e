package io.actjs.actctl.shell;

import java.time.Duration;
import java.util.List;

/**
 * How inputs run, and how their values are shown.
 *
 * @param width of lines
 * @param args what the program finds as {@code args}
 * @param patience how long an input may take
 */
public record Settings(
    boolean colours, int width, Form form, List<String> args, Duration patience) {

  /** What becomes of the value of an input. */
  public enum Form {
    TEXT,
    JSON,
    NONE
  }
}

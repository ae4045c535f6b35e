package io.actjs.engine.inspect;

/** An isolate that is looked into. Used by the isolate's thread. */
public interface InspectedIsolate extends AutoCloseable {

  /**
   * A script that is about to be evaluated.
   *
   * @param name as stack traces show it
   * @param sourceMap of the text, or empty
   * @return the text to evaluate in its place, whose positions are the same
   */
  String script(String name, String text, String sourceMap);

  /** Ends the look, before the isolate is disposed of. */
  @Override
  void close();
}

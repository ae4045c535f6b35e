package io.actjs.actctl.codegen;

import io.actjs.actctl.screen.Failure;
import java.util.List;

/** Where classes are: files, a server, or what was generated before. */
public interface ClassCatalog extends AutoCloseable {

  /**
   * One version of each class, ordered by name.
   *
   * @throws Failure when there is none, or one cannot be read
   */
  List<ClassModel> load();

  @Override
  default void close() {}
}

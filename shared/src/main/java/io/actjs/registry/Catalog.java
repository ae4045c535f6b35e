package io.actjs.registry;

import io.actjs.model.ClassVersion;
import java.util.List;

/** The versions available to a resolution. */
interface Catalog {
  /** The versions of a class in any order, deprecated ones too; empty when there is none. */
  List<ClassVersion> versions(String name);
}

package io.actjs.registry;

import io.actjs.model.ClassVersion;
import java.util.List;

/** What can be resolved to. */
interface Catalog {
  /** The versions of a class in any order, deprecated ones too; empty when there is none. */
  List<ClassVersion> versions(String name);
}

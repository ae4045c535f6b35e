package io.actjs.registry.env;

import io.actjs.model.ClassRef;
import io.actjs.model.env.DeclaredEnv;

/** What has to be set before a class is published. */
@FunctionalInterface
public interface EnvRequirement {
  /** For registries whose classes are only looked at. */
  EnvRequirement NONE = (ref, declared, publishing) -> publishing.run();

  /**
   * Publishes a class, while no value that it needs is unset.
   *
   * @throws io.actjs.model.ActjsException {@code EnvMissing} when one is not set or does not fit;
   *     then nothing is published
   */
  void whileMet(ClassRef ref, DeclaredEnv declared, Runnable publishing);
}

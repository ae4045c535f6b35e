package io.actjs.actctl.dev;

import io.actjs.model.ProblemCode;

/** What a file is good for. */
sealed interface Content {

  /** The text that is to be published. */
  record Source(String text) implements Content {}

  /** It exports no class, so that it is there for others that import it. */
  record Module() implements Content {}

  /** Something that nothing can be made of. */
  record Unusable(String reason) implements Content {}

  /** A class that another served folder has already. */
  record Twice(DevFile other) implements Content {}

  /** A class that cannot be published as it is. */
  record Broken(ProblemCode code, String detail) implements Content {}
}

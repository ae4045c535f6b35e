package io.actjs.engine.source;

/** Where the files of the TypeScript compiler are on the classpath. */
public final class TypeScriptFiles {
  public static final String VERSION = "6.0.3";

  /** The folder of its library, absolute, with a slash at the end. */
  public static final String HOME = "/META-INF/resources/webjars/typescript/" + VERSION + "/lib/";

  private TypeScriptFiles() {}
}

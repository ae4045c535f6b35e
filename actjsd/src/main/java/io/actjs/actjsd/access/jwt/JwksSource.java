package io.actjs.actjsd.access.jwt;

import java.io.IOException;

/** Where the JSON Web Key Set of an issuer is. */
public sealed interface JwksSource permits JwksUrl, JwksFile {
  /** Bytes of a set. */
  int LARGEST = 256 << 10;

  /**
   * Reads the set, within a few seconds.
   *
   * @throws IOException whose message tells an operator why there is none
   */
  byte[] read() throws IOException;

  /** Whether it has to be there when the server starts; else it may come later. */
  boolean isLocal();

  /** Where it is, for the log. */
  String place();
}

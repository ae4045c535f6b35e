package io.actjs.actjsd.access;

import io.actjs.model.ActjsException;

/**
 * A way of telling users apart that a server is started with. Others can write one of their own: a
 * public class with a constructor without parameters, named in {@code
 * META-INF/services/io.actjs.actjsd.access.AuthenticatorProvider} on the server's class path, and
 * asked for by {@code --auth java:NAME}.
 */
public interface AuthenticatorProvider {
  /** What options and the log call it. */
  String name();

  /**
   * Makes it ready, before the first request; it may wait.
   *
   * @throws ActjsException when it cannot work: the server does not start
   */
  Authenticator open();
}

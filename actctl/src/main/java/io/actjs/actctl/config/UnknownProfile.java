package io.actjs.actctl.config;

/** A profile that no file has; the message is the line that the user reads. */
public final class UnknownProfile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownProfile(String message) {
    super(message);
  }
}

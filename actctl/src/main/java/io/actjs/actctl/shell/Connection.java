package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import org.jspecify.annotations.Nullable;

/** The server of a session, and as whom and at which versions it is asked. Thread-safe. */
public final class Connection {
  private final Server own;
  private volatile Server server;
  private @Nullable JsonNode principal;
  private @Nullable String pin;

  public Connection(Server server) {
    this.own = server;
    this.server = server;
  }

  /** As calls are made. */
  Server server() {
    return server;
  }

  /** As who has started the session. */
  Server own() {
    return own;
  }

  /** The name of the principal that calls are made as; null for whoever has started the session. */
  synchronized @Nullable String principal() {
    return principal == null ? null : principal.path("sub").asText();
  }

  synchronized @Nullable String pin() {
    return pin;
  }

  /**
   * Has calls be made as a principal.
   *
   * @param json null for whoever has started the session
   */
  synchronized void as(@Nullable JsonNode json) {
    principal = json;
    server = own.as(json).pinned(pin, false);
  }

  /** Has calls be answered by the versions of a manifest; null for the usual ones. */
  synchronized void pin(@Nullable String sha) {
    pin = sha;
    server = own.as(principal).pinned(sha, false);
  }
}

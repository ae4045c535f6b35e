package io.actjs.actjsd.access;

import io.actjs.actjsd.http.RequestPrincipal;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where every request says who sends it: HTTP, streams of events, the upgrade of a WebSocket. What
 * it presents is looked at once; a credential that does not hold is refused, on whatever route.
 */
public final class Door implements AutoCloseable {
  private static final String ATTRIBUTE = Door.class.getName();

  private final List<Authenticator> authenticators;
  private final boolean isOpen;
  private final boolean admitsAnonymous;

  /**
   * @param authenticators in the order in which they are asked
   * @param isOpen whether everybody is an administrator: then it is the loopback address that keeps
   *     others out
   * @param admitsAnonymous whether a request may present nothing
   */
  public Door(List<Authenticator> authenticators, boolean isOpen, boolean admitsAnonymous) {
    this.authenticators = List.copyOf(authenticators);
    this.isOpen = isOpen;
    this.admitsAnonymous = admitsAnonymous;
  }

  /**
   * The door of a daemon.
   *
   * @throws ActjsException when a way of telling users apart cannot work
   */
  public static Door of(AccessConfig config) {
    List<Authenticator> authenticators = new ArrayList<>();
    AdminToken token = config.adminToken();
    if (token != null) {
      authenticators.add(new AdminAuthenticator(token));
    }
    try {
      for (AuthenticatorProvider provider : config.users()) {
        authenticators.add(provider.open());
      }
    } catch (RuntimeException | Error e) {
      authenticators.forEach(Authenticator::close);
      throw e;
    }
    return new Door(authenticators, token == null && !config.hasUsers(), config.admitsAnonymous());
  }

  /** Whether {@link #identify} will neither wait nor compute for long. */
  public boolean isAtHand(Request request) {
    if (authenticators.isEmpty()) {
      return true;
    }
    Credentials presented = new RequestCredentials(request);
    for (Authenticator authenticator : authenticators) {
      if (!authenticator.isAtHand(presented)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Who sends the request; from then on the request knows it.
   *
   * @throws ActjsException {@code Unauthorized}
   */
  public Identity identify(Request request) {
    Identity known = (Identity) request.getAttribute(ATTRIBUTE);
    if (known != null) {
      return known;
    }
    Identity identity = find(request);
    request.setAttribute(ATTRIBUTE, identity);
    RequestPrincipal.set(request, identity.caller());
    return identity;
  }

  private Identity find(Request request) {
    if (authenticators.isEmpty()) {
      return Identity.ANONYMOUS;
    }
    Credentials presented = new RequestCredentials(request);
    for (Authenticator authenticator : authenticators) {
      Identity identity = authenticator.identify(presented);
      if (identity != null) {
        return identity;
      }
    }
    if (presented.isAny()) {
      throw unauthorized("the server does not know the credentials of this request");
    }
    if (!admitsAnonymous) {
      throw unauthorized("this server is for its users only");
    }
    return Identity.ANONYMOUS;
  }

  /**
   * Who sends the request, an administrator.
   *
   * @throws ActjsException {@code Unauthorized}; {@code Forbidden} for anybody else
   */
  public Identity requireAdmin(Request request) {
    Identity identity = identify(request);
    if (!isOpen && !identity.principal().isAdmin()) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "this requires the role admin; send an administrator's token as Authorization: Bearer"
              + " <token>");
    }
    return identity;
  }

  /** Whether an identity still holds: it has not expired, and nobody has taken it back. */
  public boolean holds(Identity identity, long nowMs) {
    if (!identity.mayEnd()) {
      return true;
    }
    if (nowMs >= identity.expiresAt()) {
      return false;
    }
    for (Authenticator authenticator : authenticators) {
      if (!authenticator.holds(identity)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The refusal of a credential.
   *
   * @param why what is wrong, without anything of the credential itself
   */
  public static ActjsException unauthorized(String why) {
    return unauthorized(why, null);
  }

  /**
   * The same.
   *
   * @param cause for the log; nothing of it is told
   */
  public static ActjsException unauthorized(String why, @Nullable Throwable cause) {
    return new ActjsException(
        ProblemCode.Unauthorized,
        why + "; send a valid token as Authorization: Bearer <token>",
        cause);
  }

  /** Frees what tells users apart; the last request has been answered. */
  @Override
  public void close() {
    authenticators.forEach(Authenticator::close);
  }
}

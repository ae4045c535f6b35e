package io.actjs.actjsd.access;

import io.actjs.actjsd.edge.Client;
import io.actjs.actjsd.http.RequestPrincipal;
import io.actjs.actjsd.token.Tokens;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
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
  private static final int UNAUTHORIZED = 401;

  private final List<Authenticator> authenticators;
  private final boolean isOpen;
  private final boolean admitsAnonymous;
  private final Clock clock;
  private final Tickets tickets;
  private final AccessAudit audit;
  private final Arrivals arrivals;
  private final Sessions sessions;

  /** Once there have been users, the server does not open by itself when the last one goes. */
  private volatile boolean hasUsers;

  /**
   * @param authenticators in the order in which they are asked
   * @param isOpen whether everybody is an administrator: then it is the loopback address that keeps
   *     others out
   * @param admitsAnonymous whether a request may present nothing although there are users
   * @param tickets those that it issues
   * @param audit where refusals and logins are noted
   */
  private Door(
      List<Authenticator> authenticators,
      boolean isOpen,
      boolean admitsAnonymous,
      boolean hasUsers,
      Tickets tickets,
      AccessAudit audit,
      Clock clock) {
    this.authenticators = List.copyOf(authenticators);
    this.isOpen = isOpen;
    this.admitsAnonymous = admitsAnonymous;
    this.hasUsers = hasUsers;
    this.tickets = tickets;
    this.audit = audit;
    this.clock = clock;
    this.arrivals = new Arrivals(clock);
    this.sessions = new Sessions(identity -> holds(identity, clock.nowMs()));
  }

  /**
   * The door of a daemon.
   *
   * @param capabilities knows those of its store; asked before all others
   * @param tokens the static tokens of its store
   * @param audit where refusals and logins are noted; it is closed with the door
   * @throws ActjsException when a way of telling users apart cannot work
   */
  public static Door of(
      AccessConfig config,
      Authenticator capabilities,
      Tokens tokens,
      AccessAudit audit,
      Clock clock) {
    Tickets tickets = new Tickets(clock);
    List<Authenticator> authenticators = new ArrayList<>();
    if (!config.isOpen()) {
      authenticators.add(capabilities);
      AdminToken token = config.adminToken();
      if (token != null) {
        authenticators.add(new AdminAuthenticator(token));
      }
      authenticators.add(new TokenAuthenticator(tokens, clock));
      authenticators.add(tickets);
      open(config.users(), authenticators);
    }
    Door door =
        new Door(
            authenticators,
            config.isOpen(),
            config.admitsAnonymous(),
            config.hasUsers(tokens),
            tickets,
            audit,
            clock);
    tokens.whenChanged(() -> door.changed(tokens));
    return door;
  }

  private static void open(
      List<AuthenticatorProvider> providers, List<Authenticator> authenticators) {
    try {
      for (AuthenticatorProvider provider : providers) {
        authenticators.add(provider.open());
      }
    } catch (RuntimeException | Error e) {
      authenticators.forEach(Authenticator::close);
      throw e;
    }
  }

  /** Ends the connections of those who have lost what let them in. */
  public void recheck() {
    sessions.sweep();
  }

  private void changed(Tokens tokens) {
    if (!hasUsers && tokens.haveUsers()) {
      hasUsers = true;
    }
    sessions.sweep();
  }

  /** Whether {@link #identify} will neither wait nor compute for long. */
  public boolean isAtHand(Request request) {
    if (authenticators.isEmpty()) {
      return true;
    }
    Credentials presented = RequestCredentials.of(request);
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
   * @throws ActjsException {@code Unauthorized}, {@code InvalidCapability} and the like; {@code
   *     Forbidden} when a capability is presented on a route that it is not for
   */
  public Identity identify(Request request) {
    Identity known = (Identity) request.getAttribute(ATTRIBUTE);
    if (known != null) {
      return known;
    }
    Identity identity;
    try {
      identity = acting(find(request), request);
      CapabilityReach.require(identity.principal(), request);
    } catch (ActjsException e) {
      if (e.code().httpStatus() == UNAUTHORIZED) {
        audit.note(AccessAudit.Kind.UNAUTHORIZED, Principal.ANONYMOUS.sub(), request, e.detail());
      }
      throw e;
    }
    request.setAttribute(ATTRIBUTE, identity);
    RequestPrincipal.set(request, identity.caller());
    return identity;
  }

  /** Whom an administrator acts as, if the request says so; else the one who sends it. */
  private Identity acting(Identity identity, Request request) {
    Principal as = ActingAs.of(request);
    if (as == null) {
      return identity;
    }
    String sub = identity.principal().sub();
    if (!isOpen && !identity.principal().isAdmin()) {
      audit.note(AccessAudit.Kind.FORBIDDEN, sub, request, "no administrator, to act as another");
      throw ActingAs.forbidden();
    }
    if (arrivals.isNew(sub + " as " + as.sub() + as.roles(), Client.addressOf(request))) {
      audit.note(
          AccessAudit.Kind.ACTING_AS,
          sub,
          request,
          "acts as " + as.sub() + ", with the roles " + as.roles() + ", for an hour or longer");
    }
    return new Identity(as, identity.credential(), identity.expiresAt());
  }

  private Identity find(Request request) {
    if (authenticators.isEmpty()) {
      return Identity.ANONYMOUS;
    }
    Credentials presented = RequestCredentials.of(request);
    for (Authenticator authenticator : authenticators) {
      Identity identity = authenticator.identify(presented);
      if (identity != null) {
        requireHolding(identity);
        arrived(identity, authenticator == tickets, request);
        return identity;
      }
    }
    if (presented.isAny()) {
      throw unauthorized("the server does not know the credentials of this request");
    }
    if (hasUsers && !admitsAnonymous) {
      throw unauthorized("this server is for its users only");
    }
    return Identity.ANONYMOUS;
  }

  private void arrived(Identity identity, boolean byTicket, Request request) {
    String sub = identity.principal().sub();
    if (byTicket) {
      audit.note(AccessAudit.Kind.TICKET_USED, sub, request, "a ticket");
    } else if (arrivals.isNew(sub, Client.addressOf(request))) {
      String by = identity.credential() == null ? "" : ", by " + identity.credential();
      audit.note(AccessAudit.Kind.LOGIN, sub, request, "the first request within an hour" + by);
    }
  }

  /** What a ticket was issued for may have ended since. */
  private void requireHolding(Identity identity) {
    if (!holds(identity, clock.nowMs())) {
      throw unauthorized("what lets this request in has been taken back, or has expired");
    }
  }

  /**
   * Who sends the request, an administrator.
   *
   * @throws ActjsException {@code Unauthorized}; {@code Forbidden} for anybody else
   */
  public Identity requireAdmin(Request request) {
    Identity identity = identify(request);
    if (!isOpen && !identity.principal().isAdmin()) {
      audit.note(
          AccessAudit.Kind.FORBIDDEN, identity.principal().sub(), request, "no administrator");
      throw new ActjsException(
          ProblemCode.Forbidden,
          "this requires the role admin; send an administrator's token as Authorization: Bearer"
              + " <token>");
    }
    return identity;
  }

  /**
   * A ticket for who sends the request: it opens one WebSocket or stream of events.
   *
   * @throws ActjsException {@code Unauthorized} when nothing is known of them; {@code
   *     CapacityExhausted} when too many are unused
   */
  public Tickets.Issued ticket(Request request) {
    Identity identity = identify(request);
    if (!isOpen && identity.equals(Identity.ANONYMOUS)) {
      throw unauthorized("a ticket is for those who say who they are");
    }
    return tickets.issue(identity);
  }

  /**
   * Watches a connection that stays open: it is to end soon after its identity has ended.
   *
   * @param end ends it; called once at most, and must not wait
   * @return to be called when it has ended by itself
   */
  public Runnable attend(Identity identity, Runnable end) {
    return sessions.enter(identity, end);
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

  /** Watches nothing more, and frees what tells users apart; the last request has been answered. */
  @Override
  public void close() {
    sessions.close();
    authenticators.forEach(Authenticator::close);
    audit.close();
  }
}

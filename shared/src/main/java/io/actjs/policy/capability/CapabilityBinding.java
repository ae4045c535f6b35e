package io.actjs.policy.capability;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What binds the bearer of a capability: the actor that it is for, and what it grants. Requests
 * from outside are held against it before they reach any mailbox, and whatever is not granted is
 * refused. What the actor itself does then, for the same principal, is its own authority: it is
 * asked about by the policies of those that it calls, and by nobody here.
 */
public final class CapabilityBinding {
  private static final String CREATE = "create";

  private CapabilityBinding() {}

  /**
   * Refuses what the bearer of a capability may not send to an actor; others may send anything.
   *
   * @throws ActjsException {@code Forbidden}
   */
  public static void require(@Nullable Principal sender, Envelope request) {
    if (sender != null && sender.isCapability()) {
      require(sender, request.target(), wanted(request));
    }
  }

  /**
   * Refuses what the bearer of a capability may not do to an actor; others may do anything.
   *
   * @param what {@code call:} and the name of a handler, or {@code read} and the like
   * @throws ActjsException {@code Forbidden}
   */
  public static void require(@Nullable Principal sender, ActorRef target, String what) {
    if (sender == null || !sender.isCapability()) {
      return;
    }
    if (!isBound(sender, target)) {
      throw forbidden("the capability is for another actor than " + target);
    }
    if (!sender.capabilities().contains(what)) {
      throw forbidden("the capability for " + target + " does not grant \"" + what + "\"");
    }
  }

  /** Whether somebody may be the first who asks anything of an actor, which begins with that. */
  public static boolean mayCreate(@Nullable Principal sender, ActorRef target) {
    return sender == null || !isBound(sender, target) || sender.capabilities().contains(CREATE);
  }

  /** What somebody is told who may not. */
  public static ActjsException mayNotCreate(ActorRef target) {
    return forbidden(
        "there is no " + target + " yet, and the capability does not grant \"create\"");
  }

  private static boolean isBound(Principal sender, ActorRef target) {
    return sender.sub().equals(Principal.capabilitySub(target.className(), target.id()));
  }

  private static String wanted(Envelope request) {
    return switch (request.kind()) {
      case CALL, TELL -> CapabilityTerms.CALL + request.name();
      case QUERY -> "read";
      case WATCH, FOLLOW -> "subscribe";
      case CREATE -> CREATE;
      case DELETE -> "destroy";
      case ASK -> asked(request.name());
      // Only administrators send these.
      case LIFECYCLE, HOOK, MIGRATE, ROLLBACK, ERASE, WAKE -> request.kind().name();
    };
  }

  private static String asked(String what) {
    return what.startsWith("tell:") ? CapabilityTerms.CALL + what.substring(5) : what;
  }

  private static ActjsException forbidden(String detail) {
    return new ActjsException(ProblemCode.Forbidden, detail);
  }
}

package io.actjs.model;

/** The errors that concern an actor as a whole, in the same words everywhere. */
public final class ActorProblems {
  private ActorProblems() {}

  public static ActjsException notFound(ActorRef ref) {
    return new ActjsException(
        ProblemCode.ActorNotFound, "no actor " + ref + "; its first call creates it");
  }

  public static ActjsException gone(ActorRef ref) {
    return new ActjsException(ProblemCode.Gone, ref + " was deleted");
  }

  public static ActjsException takenOver(ActorRef ref) {
    return new ActjsException(
        ProblemCode.Fenced, "another owner has taken over " + ref + "; send the call again");
  }

  public static ActjsException unfounded(ActorRef ref) {
    return new ActjsException(
        ProblemCode.Fenced,
        "a turn that " + ref + " has learned of was not stored; send the call again");
  }

  public static ActjsException noDeadLetter(ActorRef ref, String id) {
    return new ActjsException(
        ProblemCode.DeadLetterNotFound, "%s has no dead letter %s".formatted(ref, id));
  }

  public static ActjsException noReminder(ActorRef ref, String id) {
    return new ActjsException(
        ProblemCode.ReminderNotFound,
        "%s has no pending reminder %s; it may have been handled or cancelled".formatted(ref, id));
  }

  public static ActjsException paused(ActorRef ref, Pause pause) {
    String what = pause.id() == null ? "class " + pause.className() : ref.toString();
    return new ActjsException(
        ProblemCode.Paused, "%s is paused: %s".formatted(what, pause.reason()));
  }

  public static ActjsException shuttingDown() {
    return new ActjsException(
        ProblemCode.ShuttingDown, "the server is stopping; send the call again");
  }
}

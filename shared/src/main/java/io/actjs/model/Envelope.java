package io.actjs.model;

import io.actjs.model.access.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to an actor: data and nothing else. Who waits for what becomes of it is not in here,
 * so it can be stored, or travel to another process.
 *
 * @param name the handler of a {@link Kind#CALL} or {@link Kind#TELL}, the hook of a {@link
 *     Kind#LIFECYCLE} turn or a {@link Kind#HOOK}, the version that a {@link Kind#MIGRATE} goes to,
 *     what an {@link Kind#ASK} is about: {@code read}, {@code call:add}, the tags of a {@link
 *     Kind#CREATE} with a newline between two, what an {@link Kind#ERASE} takes; else empty
 * @param payload raw JSON: the arguments of a call, the message of a tell, the argument of {@code
 *     onInit} for a creation, those of what an {@link Kind#ASK} is about, the subscriber for a
 *     hook, whether turns may be dropped for a rollback, whose messages or which tags are erased;
 *     null for none
 */
public record Envelope(
    ActorRef target, Kind kind, String name, @Nullable String payload, Headers headers) {
  private static final String FORGOTTEN = "forgotten";

  /** What the actor is to do. */
  public enum Kind {
    /** Run a handler; somebody waits for its result. */
    CALL,
    /** Run a handler for a durable message, which its turn consumes. */
    TELL,
    /** Give the state of an actor that exists. */
    QUERY,
    /** Give the state of an actor that comes into being if it does not exist. */
    CREATE,
    /** Give the state to who watches the actor from then on; it comes into being if need be. */
    WATCH,
    /**
     * Tell where the actor is, to who knows an earlier state of it and watches it from then on; it
     * comes into being if need be.
     */
    FOLLOW,
    /** A turn of the actor's own: {@code onInit}, {@code onActivate}, {@code onDeactivate}. */
    LIFECYCLE,
    /** Run a hook for a subscriber that comes or has left, if the class has it. */
    HOOK,
    /** Say whether the sender may do something; the actor comes into being for that if need be. */
    ASK,
    /** End the actor. */
    DELETE,
    /** Become a later version of the class. */
    MIGRATE,
    /** Take the last migration back. */
    ROLLBACK,
    /** Be rid of something, by a turn that the server makes. */
    ERASE,
    /** Read the stored inbox. */
    WAKE;

    /** Whether it may be given to an actor that does not exist yet. */
    public boolean startsAnew() {
      return switch (this) {
        case CALL, TELL, CREATE, WATCH, FOLLOW, LIFECYCLE, HOOK, ASK, WAKE -> true;
        case QUERY, DELETE, MIGRATE, ROLLBACK, ERASE -> false;
      };
    }

    /** Whether it has the actor's class run code, so that a paused actor does not take it. */
    public boolean isTurn() {
      return switch (this) {
        case CALL, TELL, CREATE, LIFECYCLE, HOOK -> true;
        case QUERY, WATCH, FOLLOW, ASK, DELETE, MIGRATE, ROLLBACK, ERASE, WAKE -> false;
      };
    }

    /** Whether the version of the class that runs matters to it. */
    public boolean isVersioned() {
      return switch (this) {
        case CALL, TELL, QUERY, CREATE, WATCH, FOLLOW, ASK -> true;
        case LIFECYCLE, HOOK, DELETE, MIGRATE, ROLLBACK, ERASE, WAKE -> false;
      };
    }
  }

  private static final int FIXED_BYTES = 64;

  public static Envelope call(ActorRef target, String method, String args, Headers headers) {
    return new Envelope(target, Kind.CALL, method, args, headers);
  }

  public static Envelope tell(InboxMessage message) {
    return new Envelope(
        message.target(), Kind.TELL, message.type(), message.payload(), message.headers());
  }

  public static Envelope query(ActorRef target, Headers headers) {
    return new Envelope(target, Kind.QUERY, "", null, headers);
  }

  /**
   * @param initArgs the argument of {@code onInit}, raw JSON, or null
   */
  public static Envelope create(ActorRef target, @Nullable String initArgs, Headers headers) {
    return create(target, initArgs, "", headers);
  }

  /**
   * @param initArgs the argument of {@code onInit}, raw JSON, or null
   * @param tags what the actor has from its first turn on, with a newline between two
   */
  public static Envelope create(
      ActorRef target, @Nullable String initArgs, String tags, Headers headers) {
    return new Envelope(target, Kind.CREATE, tags, initArgs, headers);
  }

  public static Envelope watch(ActorRef target, Headers headers) {
    return new Envelope(target, Kind.WATCH, "", null, headers);
  }

  public static Envelope follow(ActorRef target, Headers headers) {
    return new Envelope(target, Kind.FOLLOW, "", null, headers);
  }

  public static Envelope lifecycle(ActorRef target, String hook, Headers headers) {
    return new Envelope(target, Kind.LIFECYCLE, hook, null, headers);
  }

  /**
   * @param subscriber raw JSON
   */
  public static Envelope hook(ActorRef target, String name, String subscriber, Headers headers) {
    return new Envelope(target, Kind.HOOK, name, subscriber, headers);
  }

  public static Envelope delete(ActorRef target, Headers headers) {
    return new Envelope(target, Kind.DELETE, "", null, headers);
  }

  /** The same as a part of forgetting a person: the audit names the actor no more. */
  public static Envelope forget(ActorRef target, Headers headers) {
    return new Envelope(target, Kind.DELETE, FORGOTTEN, null, headers);
  }

  public boolean isForgetting() {
    return kind == Kind.DELETE && name.equals(FORGOTTEN);
  }

  public static Envelope migrate(ActorRef target, Version to, Headers headers) {
    return new Envelope(target, Kind.MIGRATE, to.toString(), null, headers);
  }

  /**
   * @param dropTurns whether turns since the migration may be dropped
   */
  public static Envelope rollback(ActorRef target, boolean dropTurns, Headers headers) {
    return new Envelope(target, Kind.ROLLBACK, "", Boolean.toString(dropTurns), headers);
  }

  /**
   * @param what is erased: a word
   * @param which of it, raw JSON, or null for all
   */
  public static Envelope erase(
      ActorRef target, String what, @Nullable String which, Headers headers) {
    return new Envelope(target, Kind.ERASE, what, which, headers);
  }

  /**
   * @param what a kind of action, with the name of the handler behind a colon: {@code tell:add}
   * @param args raw JSON, or null for none
   */
  public static Envelope ask(ActorRef target, String what, @Nullable String args, Headers headers) {
    return new Envelope(target, Kind.ASK, what, args, headers);
  }

  public static Envelope wake(ActorRef target) {
    return wake(target, null);
  }

  /**
   * @param onBehalfOf the principal of a message in its inbox; the pin of that message is looked
   *     for when the message is handled
   */
  public static Envelope wake(ActorRef target, @Nullable Principal onBehalfOf) {
    return new Envelope(target, Kind.WAKE, "", null, Headers.NONE.withPrincipal(onBehalfOf));
  }

  /** The version that a {@link Kind#MIGRATE} goes to. */
  public Version migratesTo() {
    require(Kind.MIGRATE);
    return Version.parse(name);
  }

  /** Whether a {@link Kind#ROLLBACK} may drop turns. */
  public boolean dropsTurns() {
    require(Kind.ROLLBACK);
    return Boolean.parseBoolean(payload);
  }

  private void require(Kind wanted) {
    if (kind != wanted) {
      throw new IllegalStateException("this is a " + kind + ", not a " + wanted);
    }
  }

  /** Bytes that it takes while it waits: its texts as UTF-8, and a constant for the rest. */
  public int weight() {
    long bytes = FIXED_BYTES;
    bytes += headers.weight();
    bytes += target.className().length() + Utf8.length(target.id()) + Utf8.length(name);
    bytes += payload == null ? 0 : Utf8.length(payload);
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}

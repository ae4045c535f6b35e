package io.actjs.engine;

import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer of the kernel. JSON is raw text. */
public sealed interface Outcome {
  /** The actor's number. */
  int host();

  /**
   * A turn succeeded.
   *
   * @param result the result of the handler, or null for undefined
   * @param change a JSON array: the patch, or the events; {@code "[]"} when nothing changed
   * @param tags all tags that the actor has now, when the turn changed them; else null
   */
  record TurnDone(
      int host,
      long turn,
      @Nullable String result,
      String change,
      List<Tell> outbox,
      List<Reminding> reminders,
      @Nullable List<String> tags,
      List<Emit> emits)
      implements Outcome {

    /** Of a turn that changed no tags and emitted nothing. */
    public TurnDone(
        int host,
        long turn,
        @Nullable String result,
        String change,
        List<Tell> outbox,
        List<Reminding> reminders) {
      this(host, turn, result, change, outbox, reminders, null, List.of());
    }
  }

  /**
   * A turn failed and was undone.
   *
   * @param aborted whether the handler ended it by {@code this.actjs.abort}: to try again is of no
   *     use
   * @param message the error's message, for the caller
   * @param stack the stack trace, for the log; empty when there is none
   * @param members what it tells besides, {@link Frame#REASON_CODE}, {@link Frame#DATA}, {@link
   *     Frame#ISSUES} and {@link Frame#REASON}: name to raw JSON
   */
  record TurnFailed(
      int host,
      long turn,
      boolean aborted,
      ProblemCode code,
      String message,
      String stack,
      Map<String, String> members)
      implements Outcome {}

  /**
   * The handler ended the turn by {@code this.actjs.defer}: it was undone, and its message is to
   * come again.
   *
   * @param ms in how many milliseconds, from 1
   */
  record TurnPutOff(int host, long turn, long ms) implements Outcome {}

  /**
   * The step ended before this call was begun, or an earlier call of its actor awaits: send it
   * again.
   */
  record TurnDeferred(int host, long turn) implements Outcome {}

  /** The handler awaits: its actor takes no further call until the turn has ended. */
  record TurnSuspended(int host, long turn) implements Outcome {}

  /**
   * The handler yielded a value to a caller that reads them one by one.
   *
   * @param stalls whether it goes on only when it is asked again, because the step has enough
   * @param value raw JSON
   */
  record Yielded(int host, long turn, boolean stalls, String value) implements Outcome {}

  /**
   * A handler called another actor; settle it with {@link Frame#resume}.
   *
   * @param call the number to settle, unique in the host
   */
  record CallOut(
      int host,
      long turn,
      long call,
      String className,
      String id,
      String method,
      String args,
      CallTerms terms)
      implements Outcome {

    /** On the usual terms. */
    public CallOut(
        int host, long turn, long call, String className, String id, String method, String args) {
      this(host, turn, call, className, id, method, args, CallTerms.USUAL);
    }
  }

  /**
   * On which terms a call is made.
   *
   * @param key names it across its repetitions, or null
   * @param deadlineMs how long the caller waits, milliseconds; 0 for as long as it may
   * @param ifSeq the turn that has to be the callee's last; negative for any
   */
  record CallTerms(@Nullable String key, long deadlineMs, long ifSeq) {
    public static final CallTerms USUAL = new CallTerms(null, 0, -1);
  }

  /**
   * A handler called another actor of the isolate, which makes the call by itself, as a turn of the
   * callee. Like a turn that the server gave, that one is answered: by {@link TurnDone}, which the
   * caller has got by then, or by {@link TurnFailed} or {@link TurnDeferred}, and then the call is
   * the server's, as if it had been a {@link CallOut}.
   *
   * @param host the callee
   * @param turn chosen by the isolate, negative, and never used twice
   * @param startedAt milliseconds since 1970
   * @param call what the caller's handler asked for; its {@code host} is the caller
   */
  record CallHere(int host, long turn, long startedAt, CallOut call) implements Outcome {}

  /**
   * A handler asked for its actor's stored reminders; settle it with {@link Frame#resume}: a JSON
   * array of {@code {id, at, every, type, payload}}.
   */
  record RemindersAsked(int host, long turn, long call) implements Outcome {}

  /**
   * A handler asked who subscribes to its actor; settle it with {@link Frame#resume}: a JSON array
   * of {@code {who, principal?, data, since}}.
   */
  record PresentAsked(int host, long turn, long call) implements Outcome {}

  /**
   * A handler wants a capability for its actor; settle it with {@link Frame#resume}: a JSON text.
   *
   * @param options raw JSON, which the kernel has checked: {@code methods}, {@code grants}, {@code
   *     ttlMs}, and perhaps {@code audience}
   */
  record MintAsked(int host, long turn, long call, String options) implements Outcome {}

  /**
   * Answer to {@link Frame#state}, or to a {@link Frame.Wish} for it: the state after the host's
   * last finished turn.
   *
   * @param viewer who sees it so, when it is not the whole state: a key that all who see the same
   *     share; else null
   */
  record State(int host, long request, String json, @Nullable String viewer) implements Outcome {
    /** The whole state. */
    public State(int host, long request, String json) {
      this(host, request, json, null);
    }
  }

  /**
   * What a turn, whose end follows, changes for those who subscribe to a part of the state.
   *
   * @param viewer the key that they share
   * @param patch RFC 6902 operations, raw JSON; null when the view has failed, so that the isolate
   *     has forgotten the viewer
   */
  record ViewChanged(int host, long turn, String viewer, @Nullable String patch)
      implements Outcome {}

  /**
   * Answer to {@link Frame#decide}.
   *
   * @param by what decided; empty when nothing came to that
   * @param refusal why the caller may not; null when he may
   */
  record Decided(int host, long request, String by, @Nullable Refusal refusal) implements Outcome {}

  /**
   * Why somebody is not let through.
   *
   * @param code {@code PolicyDenied}, or what the policy failed with
   * @param members what it tells besides, {@link Frame#REASON}: name to raw JSON
   */
  record Refusal(ProblemCode code, String message, Map<String, String> members) {}

  /** The server has no memory for the state now; other than that, as {@link State}. */
  record StateRefused(int host, long request) implements Outcome {}

  /**
   * The actor had to be dropped; activate it again from storage. A turn of it that ran has failed
   * before this.
   */
  record ActorLost(int host) implements Outcome {}

  /**
   * {@code this.actjs.log}, and what the kernel says of an actor.
   *
   * @param turn the one that runs; 0 when none does
   * @param level {@code info}, {@code warn}, {@code error}; of the kernel's own, which may have
   *     lines of a stack trace, {@code unhandled} for a rejected promise that nobody handles and
   *     {@code unawaited} for calls that a turn did not wait for
   */
  record Log(int host, long turn, String level, String message) implements Outcome {}

  /** A message to another actor that becomes durable with the turn. */
  record Tell(String className, String id, String type, String payload) {}

  /**
   * A message to the actor's subscribers, which leaves with the turn and is not stored.
   *
   * @param data raw JSON
   * @param names whom it is for; empty for {@link To#ALL}
   */
  record Emit(String type, String data, To to, List<String> names) {
    /** What the names are; the kernel has them as numbers, in this order. */
    public enum To {
      /** It is for all subscribers. */
      ALL,
      WHO,
      PRINCIPAL
    }
  }

  /** A change of a turn to its actor's reminders. */
  sealed interface Reminding {
    /**
     * @param at milliseconds since 1970
     * @param everyMs milliseconds between two occurrences; 0 for a single one
     */
    record Set(String id, long at, long everyMs, String type, String payload)
        implements Reminding {}

    /** */
    record Cancel(String id) implements Reminding {}
  }
}

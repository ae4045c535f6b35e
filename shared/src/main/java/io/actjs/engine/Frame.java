package io.actjs.engine;

import io.actjs.model.ActjsException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch of commands for the kernel. Actors and turns are named by numbers that the caller
 * chooses; JSON stays raw text. Each verb appends one command.
 */
public interface Frame {
  /** Calls in a row, from one actor's turn to the next one's, that an isolate makes by itself. */
  int MOST_LOCAL = 16;

  /** In place of a key or an epoch: all calls are made by the server. */
  int THROUGH_SERVER = -1;

  /** Member of an abort: the author's own code. */
  String REASON_CODE = "reasonCode";

  /** Member of an abort: any JSON. */
  String DATA = "data";

  /** Member of a {@code PolicyDenied}: why, as the policy says it. */
  String REASON = "reason";

  /** Member of a {@code SchemaInvalid}: an array of what does not fit, and where. */
  String ISSUES = ActjsException.ISSUES;

  /**
   * Makes an actor known under {@code host} with its stored state, or none. Followed by {@link
   * #replay}s and one {@link #start}.
   *
   * @param seq the number of the last turn contained in {@code state}; 0 when there is none
   * @param state raw JSON, or null when the journal starts from nothing
   */
  void activate(int host, int classKey, String id, long seq, @Nullable String state);

  /**
   * Applies one stored turn.
   *
   * @param change raw JSON: the patch, or the events, of turn {@code seq}
   */
  void replay(int host, long seq, String change);

  /**
   * Says which tags the actor has; without it, none. Before {@link #start}.
   *
   * @param fresh whether they come with its creation, so that its first turn stores them
   */
  default void tags(int host, List<String> tags, boolean fresh) {}

  /**
   * Ends activation: runs {@code onInit(args)} when the actor is new, then {@code onActivate}.
   * Answered by {@link Outcome.TurnDone} or {@link Outcome.TurnFailed}; after a failure the host is
   * gone.
   *
   * @param initArgs raw JSON, or null for none
   * @param caller of what the actor is made for; the server itself when it is not new
   */
  void start(
      int host, long turn, boolean isNew, @Nullable String initArgs, Caller caller, long nowMs);

  /**
   * Runs a handler.
   *
   * @param turn positive
   * @param key which calls of the turn the isolate may make by itself, see {@link #permit}; {@link
   *     #THROUGH_SERVER} for none
   * @param args raw JSON
   */
  void call(int host, long turn, int key, String method, String args, Caller caller, long nowMs);

  /** The same for nobody in particular. */
  default void start(int host, long turn, boolean isNew, @Nullable String initArgs, long nowMs) {
    start(host, turn, isNew, initArgs, Caller.NOBODY, nowMs);
  }

  /** The same for nobody in particular. */
  default void call(int host, long turn, int key, String method, String args, long nowMs) {
    call(host, turn, key, method, args, Caller.NOBODY, nowMs);
  }

  /** The same for nobody in particular. */
  default void stream(int host, long turn, long asked, String method, String args, long nowMs) {
    stream(host, turn, asked, method, args, Caller.NOBODY, nowMs);
  }

  /** The same for nobody in particular. */
  default void hook(int host, long turn, String name, String subscriber, long nowMs) {
    hook(host, turn, name, subscriber, Caller.NOBODY, nowMs);
  }

  /** The same for nobody in particular; all calls of the turn are made by the server. */
  default void call(int host, long turn, String method, String args, long nowMs) {
    call(host, turn, THROUGH_SERVER, method, args, Caller.NOBODY, nowMs);
  }

  /**
   * On whose behalf a turn runs.
   *
   * @param principal a JSON object; null for nobody in particular
   * @param request a JSON object of what else the turn may know of its request: {@code actor},
   *     {@code id}, {@code key}; null for nothing
   */
  record Caller(@Nullable String principal, @Nullable String request) {
    public static final Caller NOBODY = new Caller(null, null);

    /** Whether there is nothing to say. */
    public boolean isNobody() {
      return principal == null && request == null;
    }
  }

  /**
   * The same for a caller that reads the values that the handler yields one by one: each is told by
   * {@link Outcome.Yielded}.
   *
   * @param asked how many values it may yield before it is asked for more, from 1
   */
  void stream(
      int host, long turn, long asked, String method, String args, Caller caller, long nowMs);

  /**
   * The caller of a {@link #stream} has asked for values until there have been {@code total}. Of a
   * turn that has ended, or has not begun, it says nothing.
   */
  void ask(int host, long turn, long total);

  /**
   * Nobody waits for a turn any more: one that awaits, or waits to yield, ends as {@link
   * Outcome.TurnFailed} with {@code Cancelled}. Any other is not touched.
   */
  void cancel(int host, long turn);

  /**
   * Runs a hook for a subscriber that comes or has left, as a turn. Of a class that {@link
   * EvaluatedClass.Hooks has it}.
   *
   * @param name {@link EvaluatedClass.Hooks#ON_SUBSCRIBE} or {@link
   *     EvaluatedClass.Hooks#ON_UNSUBSCRIBE}
   * @param subscriber raw JSON
   */
  void hook(int host, long turn, String name, String subscriber, Caller caller, long nowMs);

  /**
   * Turns with the key may call the actor without the server, as long as {@link #calls} says the
   * same epoch. The isolate tells of each such call by {@link Outcome.CallHere}. An isolate need
   * not make use of it.
   */
  default void permit(int host, int key, int epoch) {}

  /**
   * Turns of a class's actors that begin in this frame, wherever, and from then on read these
   * values; those under way keep theirs. An isolate whose classes declare none need not take it.
   *
   * @param environment for messages
   * @param json texts by name, raw JSON
   */
  default void env(int classKey, String environment, String json) {}

  /**
   * Says for the steps from now on which permissions hold.
   *
   * @param epoch of the permissions that hold; {@link #THROUGH_SERVER} for none
   * @param nowMs for calls that the isolate makes by itself
   */
  default void calls(int epoch, long nowMs) {}

  /**
   * Settles {@code this.actjs.call} number {@code call} with a result (raw JSON, null for
   * undefined).
   */
  void resume(int host, long call, @Nullable String result);

  /**
   * Settles {@code this.actjs.call} number {@code call} with an error that has {@code code} and
   * {@code message}.
   *
   * @param members what else the error tells; of these the handler gets {@link #REASON_CODE},
   *     {@link #DATA}, {@link #ISSUES} and {@link #REASON}: name to raw JSON
   */
  void resumeError(int host, long call, String code, String message, Map<String, String> members);

  /** Asks for the whole state. Answered by {@link Outcome.State}. */
  void state(int host, long request);

  /**
   * Asks whether a caller may do something. Answered by {@link Outcome.Decided}, or, when the state
   * is asked for and the caller may have it, by {@link Outcome.State}.
   *
   * @param request positive, and no turn's
   */
  default void decide(int host, long request, Wish wish, Caller caller) {
    throw new UnsupportedOperationException("no class here has a policy");
  }

  /**
   * What a caller wants to do.
   *
   * @param kind {@code call}, {@code tell}, {@code read}, {@code subscribe}, {@code create} or
   *     {@code destroy}
   * @param method of a call or a tell; else null
   * @param args of a call, a tell or a creation, raw JSON; else null
   * @param wantsState whether the state is the answer when the caller may
   */
  record Wish(String kind, @Nullable String method, @Nullable String args, boolean wantsState) {}

  /** Nobody sees the view of that {@link Outcome.State#viewer} any more. */
  default void forgetViewer(int host, String viewer) {
    throw new UnsupportedOperationException("no class here has a view");
  }

  /** Runs {@code onDeactivate} as a turn; the host stays until {@link #drop}. */
  void deactivate(int host, long turn, long nowMs);

  /**
   * Forgets the actor; a suspended turn of it is abandoned without a trace and without an answer.
   */
  void drop(int host);

  /** Commands in the frame. */
  int size();

  /** Characters that the commands have in all. */
  int chars();

  /**
   * Says how many characters the outcomes of the steps from now on may have, beside small ones.
   * What would be longer fails as {@code CapacityExhausted}, without a trace.
   */
  void room(int chars);
}

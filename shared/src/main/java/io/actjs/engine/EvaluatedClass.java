package io.actjs.engine;

import io.actjs.model.ClassShape;
import io.actjs.model.TurnRules;
import java.util.List;

/**
 * The description of a class that an isolate has evaluated.
 *
 * @param personal where personal members of the state are: JSON pointers, in which {@code *} stands
 *     for every element or member
 */
public record EvaluatedClass(
    ClassShape shape, TurnRules rules, Hooks hooks, Leave leave, List<String> personal) {

  /** Of a class that lets everybody do everything. */
  public EvaluatedClass(ClassShape shape, TurnRules rules, Hooks hooks) {
    this(shape, rules, hooks, Leave.FREE, List.of());
  }

  /**
   * Who may do what to actors of a class.
   *
   * @param isAsked whether anything is ever refused, by the class or by the server's default, or
   *     hidden
   * @param hasView whether not everybody sees the whole state
   */
  public record Leave(boolean isAsked, boolean hasView) {
    public static final Leave FREE = new Leave(false, false);
  }

  /** Which hooks for subscribers a class has. */
  public record Hooks(boolean onSubscribe, boolean onUnsubscribe) {
    public static final String ON_SUBSCRIBE = "onSubscribe";
    public static final String ON_UNSUBSCRIBE = "onUnsubscribe";
    public static final Hooks NONE = new Hooks(false, false);

    /** Whether it has the one of that name. */
    public boolean has(String name) {
      return name.equals(ON_SUBSCRIBE) ? onSubscribe : onUnsubscribe;
    }
  }
}

package io.actjs.runtime.subscription;

import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.policy.Budget;
import io.actjs.runtime.mailbox.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A past that is read when the test says so. */
public final class KeptPast implements Past {
  /** Nobody comes back. */
  public static final Past NONE = new KeptPast(0);

  private final List<Consumer<@Nullable Missed>> asked = new ArrayList<>();
  private final long backlogBytes;
  final Budget memory = Budget.unbounded("server");

  KeptPast(long backlogBytes) {
    this.backlogBytes = backlogBytes;
  }

  @Override
  public void since(
      ActorRef ref, Position from, Answer.Place place, Consumer<@Nullable Missed> receiver) {
    asked.add(receiver);
  }

  @Override
  public WaitingSteps waitingSteps() {
    return new WaitingSteps(memory, backlogBytes);
  }

  /** What was asked for, once. */
  Consumer<@Nullable Missed> asked() {
    return asked.removeFirst();
  }

  boolean isAsked() {
    return !asked.isEmpty();
  }
}

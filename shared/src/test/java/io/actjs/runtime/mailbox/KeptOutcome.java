package io.actjs.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/** Keeps what became of a delivery. */
public final class KeptOutcome implements Receiver {
  private final List<Answer> answers = new ArrayList<>();
  private final List<ActjsException> failures = new ArrayList<>();
  private boolean abandoned;

  /** From now on nobody waits. */
  public KeptOutcome abandon() {
    abandoned = true;
    return this;
  }

  @Override
  public void answered(Answer answer) {
    answers.add(answer);
  }

  @Override
  public void failed(ActjsException reason) {
    failures.add(reason);
  }

  @Override
  public boolean abandoned() {
    return abandoned;
  }

  public boolean isOpen() {
    return answers.isEmpty() && failures.isEmpty();
  }

  /** How many outcomes there were. */
  public int count() {
    return answers.size() + failures.size();
  }

  public boolean isAnswered() {
    return !answers.isEmpty();
  }

  /** The one outcome, an answer. */
  public Answer answer() {
    assertEquals(List.of(), failures);
    assertEquals(1, answers.size());
    return answers.getFirst();
  }

  /** The one outcome, a failure. */
  public ActjsException failure() {
    assertEquals(List.of(), answers);
    assertEquals(1, failures.size());
    return failures.getFirst();
  }

  public void assertFailed(ProblemCode code) {
    assertEquals(code, failure().code());
  }
}

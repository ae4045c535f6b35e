package io.actjs.runtime.erasure;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.storage.DeadLetter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far the work has come.
 *
 * @param behind what was last there; empty at the beginning of a stage
 */
public record ErasurePlace(Stage stage, String behind) {

  /** The stages, in order. */
  public enum Stage {
    TOKENS,
    ACTORS,
    TAGGED,
    MESSAGES,
    LETTERS,
    AUDIT,
    FILES
  }

  /** The first round goes on here. */
  public static final ErasurePlace BEGIN = new ErasurePlace(Stage.TOKENS, "");

  ErasurePlace at(String reached) {
    return new ErasurePlace(stage, reached);
  }

  public ErasurePlace at(ActorRef reached) {
    return at(reached.toString());
  }

  public ErasurePlace at(DeadLetter.Place reached) {
    return at(reached.diedAt() + ":" + reached.messageId());
  }

  public ErasurePlace at(long reached) {
    return at(Long.toString(reached));
  }

  /** The next stage; null behind the last. */
  public @Nullable ErasurePlace nextStage() {
    Stage next =
        switch (stage) {
          case TOKENS -> Stage.ACTORS;
          case ACTORS -> Stage.TAGGED;
          case TAGGED -> Stage.MESSAGES;
          case MESSAGES -> Stage.LETTERS;
          case LETTERS -> Stage.AUDIT;
          case AUDIT -> Stage.FILES;
          case FILES -> null;
        };
    return next == null ? null : new ErasurePlace(next, "");
  }

  public @Nullable ActorRef actor() {
    int slash = behind.indexOf('/');
    if (behind.isEmpty()) {
      return null;
    }
    if (slash < 0) {
      throw wrong();
    }
    return new ActorRef(behind.substring(0, slash), behind.substring(slash + 1));
  }

  public DeadLetter.@Nullable Place letter() {
    if (behind.isEmpty()) {
      return null;
    }
    int colon = behind.indexOf(':');
    return new DeadLetter.Place(
        number(behind.substring(0, Math.max(0, colon))), behind.substring(colon + 1));
  }

  public long number() {
    return behind.isEmpty() ? 0 : number(behind);
  }

  private static long number(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  @Override
  public String toString() {
    return stage.name().toLowerCase(Locale.ROOT) + ":" + behind;
  }

  /**
   * What {@link #toString} wrote.
   *
   * @throws ActjsException {@code SchemaInvalid}
   */
  public static ErasurePlace parse(String text) {
    int colon = text.indexOf(':');
    String name = text.substring(0, Math.max(0, colon));
    for (Stage stage : Stage.values()) {
      if (stage.name().toLowerCase(Locale.ROOT).equals(name)) {
        return new ErasurePlace(stage, text.substring(colon + 1));
      }
    }
    throw wrong();
  }

  private static ActjsException wrong() {
    return new ActjsException(
        ProblemCode.SchemaInvalid, "the place is not the \"next\" of a round");
  }
}

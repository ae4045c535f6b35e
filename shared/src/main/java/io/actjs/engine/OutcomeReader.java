package io.actjs.engine;

import io.actjs.model.ProblemCode;
import io.actjs.model.tag.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the kernel's answers. An answer is the items of one frame. */
final class OutcomeReader {
  private static final String SENT = "message or reminder";
  private static final Outcome.Emit.To[] TO = Outcome.Emit.To.values();

  private final FrameReader in = new FrameReader();

  /**
   * @throws IllegalStateException when the text is not a sequence of outcomes
   */
  Answer read(String text) {
    in.open(text);
    List<Outcome> outcomes = new ArrayList<>();
    boolean unfinished = false;
    while (in.next()) {
      if (in.op() == 'P') {
        unfinished = true;
      } else {
        outcomes.add(outcome());
      }
    }
    return new Answer(outcomes, unfinished);
  }

  /**
   * What one step answered.
   *
   * @param unfinished whether the kernel has kept commands for the next step
   */
  record Answer(List<Outcome> outcomes, boolean unfinished) {}

  private Outcome outcome() {
    int host = in.smallNumber(0);
    return switch (in.op()) {
      case 'T' -> turnDone(host);
      case 'F' -> turnFailed(host);
      case 'B' -> new Outcome.TurnPutOff(host, in.number(1), in.number(2));
      case 'Q' -> new Outcome.TurnDeferred(host, in.number(1));
      case 'W' -> new Outcome.TurnSuspended(host, in.number(1));
      case 'D' -> new Outcome.Yielded(host, in.number(1), in.number(2) == 1, in.text(0));
      case 'K' ->
          new Outcome.CallOut(
              host,
              in.number(1),
              in.number(2),
              in.text(0),
              in.text(1),
              in.text(2),
              in.text(3),
              new Outcome.CallTerms(in.segment(4), in.number(3), in.number(4)));
      case 'I' ->
          new Outcome.CallHere(
              host,
              in.number(1),
              in.number(2),
              new Outcome.CallOut(
                  in.smallNumber(3),
                  in.number(4),
                  in.number(5),
                  in.text(0),
                  in.text(1),
                  in.text(2),
                  in.text(3)));
      case 'J' -> new Outcome.RemindersAsked(host, in.number(1), in.number(2));
      case 'G' -> new Outcome.PresentAsked(host, in.number(1), in.number(2));
      case 'C' -> new Outcome.MintAsked(host, in.number(1), in.number(2), in.text(0));
      case 'Z' -> new Outcome.State(host, in.number(1), in.text(0), in.segment(1));
      case 'V' -> new Outcome.ViewChanged(host, in.number(1), in.text(0), in.segment(1));
      case 'X' -> decided(host);
      case 'Y' -> new Outcome.StateRefused(host, in.number(1));
      case 'L' -> new Outcome.ActorLost(host);
      case 'M' -> new Outcome.Log(host, in.number(1), in.text(0), in.text(1));
      default -> throw in.malformed("outcome that " + in.op() + " names");
    };
  }

  private Outcome turnFailed(int host) {
    Map<String, String> members = new LinkedHashMap<>();
    put(members, Frame.REASON_CODE, in.segment(3));
    put(members, Frame.DATA, in.segment(4));
    put(members, Frame.ISSUES, in.segment(5));
    put(members, Frame.REASON, in.segment(6));
    return new Outcome.TurnFailed(
        host,
        in.number(1),
        in.number(2) == 1,
        problemCode(in.text(0)),
        in.text(1),
        in.text(2),
        members);
  }

  private Outcome decided(int host) {
    String code = in.segment(1);
    if (code == null) {
      return new Outcome.Decided(host, in.number(1), in.text(0), null);
    }
    Map<String, String> members = new LinkedHashMap<>();
    put(members, Frame.REASON, in.segment(3));
    Outcome.Refusal refusal = new Outcome.Refusal(problemCode(code), in.text(2), members);
    return new Outcome.Decided(host, in.number(1), in.text(0), refusal);
  }

  private static void put(Map<String, String> members, String name, @Nullable String json) {
    if (json != null) {
      members.put(name, json);
    }
  }

  /** Reads a turn and the items behind it, which are what it sends. */
  private Outcome turnDone(int host) {
    long turn = in.number(1);
    int sent = in.smallNumber(2);
    String result = in.segment(0);
    String change = in.text(1);
    if (sent == 0) {
      return new Outcome.TurnDone(host, turn, result, change, List.of(), List.of());
    }
    if (sent < 0 || sent > in.rest()) {
      throw in.malformed("room for " + sent + " messages");
    }
    List<Outcome.Tell> tells = new ArrayList<>(sent);
    List<Outcome.Reminding> reminders = new ArrayList<>();
    List<String> tags = null;
    List<Outcome.Emit> emits = new ArrayList<>();
    for (int i = 0; i < sent; i++) {
      if (!in.next()) {
        throw in.malformed(SENT);
      }
      switch (in.op()) {
        case 'O' -> tells.add(new Outcome.Tell(in.text(0), in.text(1), in.text(2), in.text(3)));
        case 'H' -> reminders.add(reminder());
        case 'N' -> reminders.add(new Outcome.Reminding.Cancel(in.text(0)));
        case 'G' -> tags = Tags.read(in.text(0));
        case 'E' -> emits.add(emit());
        default -> throw in.malformed(SENT + " that " + in.op() + " names");
      }
    }
    return new Outcome.TurnDone(host, turn, result, change, tells, reminders, tags, emits);
  }

  /** Reads an emitted message and the items behind it, whom it is for. */
  private Outcome.Emit emit() {
    int to = in.smallNumber(0);
    int count = in.smallNumber(1);
    String type = in.text(0);
    String data = in.text(1);
    if (to < 0 || to >= TO.length || count < 0 || count > in.rest()) {
      throw in.malformed("recipients of kind " + to + ", " + count + " of them");
    }
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (!in.next() || in.op() != 'A') {
        throw in.malformed("recipient");
      }
      names.add(in.text(0));
    }
    return new Outcome.Emit(type, data, TO[to], names);
  }

  private Outcome.Reminding reminder() {
    return new Outcome.Reminding.Set(
        in.text(0), in.number(0), in.number(1), in.text(1), in.text(2));
  }

  /** A code that is none of the server's is the handler's own error. */
  private static ProblemCode problemCode(String name) {
    for (ProblemCode code : ProblemCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return ProblemCode.HandlerError;
  }
}

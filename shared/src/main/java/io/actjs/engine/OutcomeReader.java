package io.actjs.engine;

import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the kernel's answer, which is framed like {@link TextFrame}. */
final class OutcomeReader {
  private final String text;
  private int at;

  private OutcomeReader(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalStateException when the text is not a sequence of outcomes
   */
  static Answer read(String text) {
    OutcomeReader reader = new OutcomeReader(text);
    List<Outcome> outcomes = new ArrayList<>();
    boolean unfinished = false;
    while (reader.at < text.length()) {
      if (text.charAt(reader.at) == 'P') {
        reader.at++;
        reader.endOfHeader();
        unfinished = true;
      } else {
        outcomes.add(reader.outcome());
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
    char op = text.charAt(at++);
    int host = Math.toIntExact(number());
    return switch (op) {
      case 'T' -> turnDone(host);
      case 'F' -> turnFailed(host);
      case 'Q' -> new Outcome.TurnDeferred(host, last());
      case 'W' -> new Outcome.TurnSuspended(host, last());
      case 'K' -> callOut(host);
      case 'J' -> new Outcome.RemindersAsked(host, number(), last());
      case 'Z' -> state(host);
      case 'L' -> {
        endOfHeader();
        yield new Outcome.ActorLost(host);
      }
      case 'M' -> log(host);
      default -> throw malformed("outcome " + op);
    };
  }

  private Outcome turnDone(int host) {
    long turn = number();
    int sent = length();
    int result = length();
    int change = length();
    endOfHeader();
    String resultText = segment(result);
    String changeText = text(change);
    if (sent == 0) {
      return new Outcome.TurnDone(host, turn, resultText, changeText, List.of(), List.of());
    }
    List<Outcome.Tell> tells = new ArrayList<>(sent);
    List<Outcome.Reminding> reminders = new ArrayList<>();
    for (int i = 0; i < sent; i++) {
      char op = text.charAt(at++);
      switch (op) {
        case 'O' -> tells.add(tell());
        case 'H' -> reminders.add(reminder());
        case 'N' -> {
          int id = length();
          endOfHeader();
          reminders.add(new Outcome.Reminding.Cancel(text(id)));
        }
        default -> throw malformed("message or reminder");
      }
    }
    return new Outcome.TurnDone(host, turn, resultText, changeText, tells, reminders);
  }

  private Outcome.Tell tell() {
    int className = length();
    int id = length();
    int type = length();
    int payload = length();
    endOfHeader();
    return new Outcome.Tell(text(className), text(id), text(type), text(payload));
  }

  private Outcome.Reminding reminder() {
    long dueAt = number();
    long everyMs = number();
    int id = length();
    int type = length();
    int payload = length();
    endOfHeader();
    return new Outcome.Reminding.Set(text(id), dueAt, everyMs, text(type), text(payload));
  }

  private Outcome turnFailed(int host) {
    long turn = number();
    int code = length();
    int message = length();
    int stack = length();
    endOfHeader();
    return new Outcome.TurnFailed(host, turn, problemCode(text(code)), text(message), text(stack));
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

  private Outcome callOut(int host) {
    long turn = number();
    long call = number();
    int className = length();
    int id = length();
    int method = length();
    int args = length();
    endOfHeader();
    return new Outcome.CallOut(
        host, turn, call, text(className), text(id), text(method), text(args));
  }

  private Outcome state(int host) {
    long request = number();
    int json = length();
    endOfHeader();
    return new Outcome.State(host, request, text(json));
  }

  private Outcome log(int host) {
    int level = length();
    int message = length();
    endOfHeader();
    return new Outcome.Log(host, text(level), text(message));
  }

  /** The header's last number and the end of its line. */
  private long last() {
    long number = number();
    endOfHeader();
    return number;
  }

  private int length() {
    return Math.toIntExact(number());
  }

  /** The number after the blank at the cursor. */
  private long number() {
    if (text.charAt(at++) != ' ') {
      throw malformed("blank");
    }
    boolean negative = text.charAt(at) == '-';
    if (negative) {
      at++;
    }
    int start = at;
    long value = 0;
    while (text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = value * 10 + (text.charAt(at++) - '0');
    }
    if (at == start) {
      throw malformed("number");
    }
    return negative ? -value : value;
  }

  private void endOfHeader() {
    if (text.charAt(at++) != '\n') {
      throw malformed("end of header");
    }
  }

  private @Nullable String segment(int length) {
    return length < 0 ? null : text(length);
  }

  private String text(int length) {
    if (length < 0) {
      throw malformed("segment that must not be absent");
    }
    String segment = text.substring(at, at + length);
    at += length;
    return segment;
  }

  private IllegalStateException malformed(String expected) {
    return new IllegalStateException("malformed outcome frame: no " + expected + " at " + at);
  }
}

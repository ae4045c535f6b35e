package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ProblemCode;
import io.actjs.model.tag.Tags;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Commands and outcomes cross the border unchanged, whatever text they carry. */
class FrameProperties {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Engine engine;
  private static Isolate isolate;

  @BeforeContainer
  static void open() {
    CompiledClass compiled;
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open()) {
      compiled = compiler.compile(ActorClasses.ref("Counter"), ActorClasses.COUNTER, true);
    }
    engine = Engine.open(new EngineLimits(5_000, 128L << 20, 1 << 20, 1 << 20, 10, 60_000));
    isolate = engine.newIsolate();
    isolate.load(1, compiled);
  }

  @AfterContainer
  static void close() {
    isolate.close();
    engine.close();
  }

  /** Text that tells framing mistakes: blanks, newlines, digits, pairs and lone surrogates. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings().withChars(" \n:-0159TFQWKZLMO").ofMaxLength(20),
        Arbitraries.strings().withChars("\uD83D\uDE00é\u2028\0\"\\").ofMaxLength(10));
  }

  @Provide
  Arbitrary<List<String>> payloads() {
    return texts().list().ofMinSize(1).ofMaxSize(8);
  }

  @Property(tries = 300)
  void textComesBackFromV8(@ForAll("payloads") List<String> payloads)
      throws JsonProcessingException {
    Frame frame = isolate.newFrame();
    frame.activate(5, 1, payloads.getFirst(), 3, "{\"count\":0}");
    frame.start(5, 1, false, null, 0);
    for (int i = 0; i < payloads.size(); i++) {
      frame.call(5, 2 + i, "echo", JSON.writeValueAsString(payloads.get(i)), 0);
    }
    frame.drop(5);
    List<Outcome> outcomes = isolate.step(frame);

    assertEquals(0, frame.size());
    assertEquals(1 + payloads.size(), outcomes.size(), outcomes::toString);
    for (int i = 0; i < payloads.size(); i++) {
      Outcome.TurnDone done = (Outcome.TurnDone) outcomes.get(1 + i);
      assertEquals(2 + i, done.turn());
      assertEquals(payloads.get(i), JSON.readValue(done.result(), String.class));
      assertEquals("[]", done.change());
    }
  }

  @Provide
  Arbitrary<Outcome> outcomes() {
    Arbitrary<Integer> hosts = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    Arbitrary<Long> numbers = Arbitraries.longs().between(0, FrameReader.MOST_NUMBER);
    Arbitrary<Outcome.Tell> tells =
        Combinators.combine(texts(), texts(), texts(), texts()).as(Outcome.Tell::new);
    return Arbitraries.oneOf(
        Combinators.combine(
                hosts,
                numbers,
                texts().injectNull(0.2),
                texts(),
                tells.list().ofMaxSize(3),
                remindings().list().ofMaxSize(3),
                Arbitraries.of("eu", "vip", "ünï 🦀").list().ofMaxSize(3).injectNull(0.5),
                emits().list().ofMaxSize(3))
            .as(Outcome.TurnDone::new),
        Combinators.combine(
                hosts,
                numbers,
                Arbitraries.of(true, false),
                Arbitraries.of(ProblemCode.class),
                texts(),
                texts(),
                Arbitraries.maps(
                    Arbitraries.of(Frame.REASON_CODE, Frame.DATA, Frame.ISSUES, Frame.REASON),
                    texts()))
            .as(Outcome.TurnFailed::new),
        Combinators.combine(hosts, numbers, numbers).as(Outcome.TurnPutOff::new),
        Combinators.combine(hosts, numbers).as(Outcome.TurnDeferred::new),
        Combinators.combine(hosts, numbers).as(Outcome.TurnSuspended::new),
        Combinators.combine(hosts, numbers, Arbitraries.of(true, false), texts())
            .as(Outcome.Yielded::new),
        Combinators.combine(callsOut(), texts().injectNull(0.5), numbers, numbers)
            .as(FrameProperties::onTerms),
        Combinators.combine(hosts, numbers.map(number -> -number), numbers, callsOut())
            .as(Outcome.CallHere::new),
        Combinators.combine(hosts, numbers, numbers).as(Outcome.RemindersAsked::new),
        Combinators.combine(hosts, numbers, numbers).as(Outcome.PresentAsked::new),
        Combinators.combine(hosts, numbers, numbers, texts()).as(Outcome.MintAsked::new),
        Combinators.combine(hosts, numbers, texts(), texts().injectNull(0.5))
            .as(Outcome.State::new),
        Combinators.combine(hosts, numbers, texts(), texts().injectNull(0.3))
            .as(Outcome.ViewChanged::new),
        Combinators.combine(hosts, numbers, texts(), refusals().injectNull(0.3))
            .as(Outcome.Decided::new),
        hosts.map(Outcome.ActorLost::new),
        Combinators.combine(hosts, numbers, texts(), texts()).as(Outcome.Log::new));
  }

  private Arbitrary<Outcome.Refusal> refusals() {
    return Combinators.combine(
            Arbitraries.of(ProblemCode.class),
            texts(),
            Arbitraries.maps(Arbitraries.just(Frame.REASON), texts()))
        .as(Outcome.Refusal::new);
  }

  private Arbitrary<Outcome.CallOut> callsOut() {
    Arbitrary<Integer> hosts = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    Arbitrary<Long> numbers = Arbitraries.longs().between(0, FrameReader.MOST_NUMBER);
    return Combinators.combine(hosts, numbers, numbers, texts(), texts(), texts(), texts())
        .as(Outcome.CallOut::new);
  }

  private static Outcome onTerms(Outcome.CallOut call, String key, long deadlineMs, long ifSeq) {
    return new Outcome.CallOut(
        call.host(),
        call.turn(),
        call.call(),
        call.className(),
        call.id(),
        call.method(),
        call.args(),
        new Outcome.CallTerms(key, deadlineMs, ifSeq));
  }

  private Arbitrary<Outcome.Reminding> remindings() {
    Arbitrary<Long> numbers = Arbitraries.longs().between(0, FrameReader.MOST_NUMBER);
    return Arbitraries.oneOf(
        Combinators.combine(texts(), numbers, numbers, texts(), texts())
            .as(Outcome.Reminding.Set::new),
        texts().map(Outcome.Reminding.Cancel::new));
  }

  private Arbitrary<Outcome.Emit> emits() {
    return Combinators.combine(
            texts(), texts(), Arbitraries.of(Outcome.Emit.To.class), texts().list().ofMaxSize(3))
        .as(Outcome.Emit::new);
  }

  private static void write(StringBuilder out, Outcome.Emit emit) {
    int to =
        switch (emit.to()) {
          case ALL -> 0;
          case WHO -> 1;
          case PRINCIPAL -> 2;
        };
    item(out, "E " + to + " " + emit.names().size(), emit.type(), emit.data());
    emit.names().forEach(name -> item(out, "A", name));
  }

  @Provide
  Arbitrary<List<Outcome>> batches() {
    return outcomes().list().ofMaxSize(10);
  }

  @Property(tries = 500)
  void outcomesAreReadAsTheyWereWritten(@ForAll("batches") List<Outcome> batch) {
    StringBuilder text = new StringBuilder();
    batch.forEach(outcome -> write(text, outcome));

    assertEquals(batch, new OutcomeReader().read(text.toString()).outcomes());
  }

  private static void write(StringBuilder out, Outcome outcome) {
    switch (outcome) {
      case Outcome.TurnDone(
              int h,
              long t,
              String result,
              String change,
              var tells,
              var reminders,
              var tags,
              var emits) -> {
        int sent = tells.size() + reminders.size() + emits.size() + (tags == null ? 0 : 1);
        item(out, "T " + h + " " + t + " " + sent, result, change);
        tells.forEach(m -> item(out, "O", m.className(), m.id(), m.type(), m.payload()));
        reminders.forEach(reminding -> write(out, reminding));
        emits.forEach(emit -> write(out, emit));
        if (tags != null) {
          item(out, "G", Tags.text(tags));
        }
      }
      case Outcome.TurnFailed(
              int h,
              long t,
              boolean aborted,
              ProblemCode code,
              String message,
              String stack,
              var members) -> {
        String header = "F " + h + " " + t + " " + (aborted ? 1 : 0);
        String reasonCode = members.get(Frame.REASON_CODE);
        String data = members.get(Frame.DATA);
        String issues = members.get(Frame.ISSUES);
        String reason = members.get(Frame.REASON);
        item(out, header, code.name(), message, stack, reasonCode, data, issues, reason);
      }
      case Outcome.TurnPutOff(int h, long t, long ms) -> item(out, "B " + h + " " + t + " " + ms);
      case Outcome.TurnDeferred(int h, long t) -> item(out, "Q " + h + " " + t);
      case Outcome.TurnSuspended(int h, long t) -> item(out, "W " + h + " " + t);
      case Outcome.Yielded(int h, long t, boolean stalls, String value) ->
          item(out, "D " + h + " " + t + " " + (stalls ? 1 : 0), value);
      case Outcome.CallOut(
              int h,
              long t,
              long c,
              String type,
              String id,
              String m,
              String a,
              Outcome.CallTerms(String key, long deadline, long seq)) ->
          item(out, "K " + h + " " + t + " " + c + " " + deadline + " " + seq, type, id, m, a, key);
      case Outcome.CallHere(
              int h,
              long t,
              long at,
              Outcome.CallOut(
                  int from,
                  long turn,
                  long c,
                  String type,
                  String id,
                  String m,
                  String a,
                  Outcome.CallTerms usual)) -> {
        String header = "I " + h + " " + t + " " + at + " " + from + " " + turn + " " + c;
        item(out, header, type, id, m, a);
      }
      case Outcome.RemindersAsked(int h, long t, long c) -> item(out, "J " + h + " " + t + " " + c);
      case Outcome.PresentAsked(int h, long t, long c) -> item(out, "G " + h + " " + t + " " + c);
      case Outcome.MintAsked(int h, long t, long c, String options) ->
          item(out, "C " + h + " " + t + " " + c, options);
      case Outcome.State(int h, long request, String json, String viewer) ->
          item(out, "Z " + h + " " + request, json, viewer);
      case Outcome.ViewChanged(int h, long turn, String viewer, String patch) ->
          item(out, "V " + h + " " + turn, viewer, patch);
      case Outcome.Decided(int h, long request, String by, var refusal) -> {
        String header = "X " + h + " " + request;
        if (refusal == null) {
          item(out, header, by, null, null, null);
        } else {
          String reason = refusal.members().get(Frame.REASON);
          item(out, header, by, refusal.code().name(), refusal.message(), reason);
        }
      }
      case Outcome.StateRefused(int h, long request) -> item(out, "Y " + h + " " + request);
      case Outcome.ActorLost(int h) -> item(out, "L " + h);
      case Outcome.Log(int h, long turn, String level, String message) ->
          item(out, "M " + h + " " + turn, level, message);
    }
  }

  private static void write(StringBuilder out, Outcome.Reminding reminding) {
    switch (reminding) {
      case Outcome.Reminding.Set(String id, long at, long every, String type, String payload) ->
          item(out, "H " + at + " " + every, id, type, payload);
      case Outcome.Reminding.Cancel(String id) -> item(out, "N", id);
    }
  }

  private static void item(StringBuilder out, String header, String... segments) {
    out.append(header);
    for (String segment : segments) {
      out.append(':').append(segment == null ? -1 : segment.length());
    }
    out.append('\n');
    for (String segment : segments) {
      out.append(segment == null ? "" : segment);
    }
  }

  @Example
  void commandsAreWrittenAsTheProtocolSays() {
    TextFrame frame = new TextFrame();
    frame.call(3, 17, 1, "inc", "{\"by\":1}", 1_700_000_000_000L);
    frame.permit(3, 1, 2);
    frame.activate(4, 2, "a b", 9, null);
    frame.replay(4, 10, "[]");
    frame.tags(4, List.of("eu", "vip"), true);
    frame.start(4, 18, true, null, 5);
    frame.resume(4, 1, null);
    frame.resumeError(4, 2, "CallCycle", "no", Map.of(Frame.DATA, "[1]"));
    frame.state(4, 3);
    frame.decide(4, 4, new Frame.Wish("read", null, null, true), Frame.Caller.NOBODY);
    frame.deactivate(4, 19, 6);
    frame.drop(4);

    assertEquals(12, frame.size());
    assertEquals(
        """
        C 3 17 1700000000000 1:3:8
        inc{"by":1}L 3 1 2
        A 4 2 9:3:-1
        a bR 4 10:2
        []U 4 1:6
        eu
        vipS 4 18 1 5:-1
        V 4 1:-1
        E 4 2:9:2:-1:3:-1:-1
        CallCycleno[1]G 4 3
        G 4 4 1:4:-1:-1:-1:-1
        readD 4 19 6
        X 4
        """,
        frame.take().frame());
    assertEquals("", frame.take().frame());
  }

  @Example
  void aMalformedAnswerIsRefused() {
    List<String> malformed =
        List.of(
            "Y 1\n",
            "Q 1 x\n",
            "Q 1 2",
            "Q 1\n",
            "Q 3000000000 2\n",
            "L1\n",
            "T 1 2 0 1\n1",
            "T 1 2 0:1:1\n1",
            "T 1 2 0:1\n1",
            "T 1 2 0:1:-1\n1",
            "T 1 2 -1:-1:0\n",
            "T 1 2 1:-1:0\n",
            "T 1 2 1:-1:0\nL 1\n",
            "T 1 2 2147483647:-1:0\nN:1\na",
            "Z 1 2:-1\n",
            "Z 1 2:1\naa");
    for (String text : malformed) {
      var refused =
          assertThrows(IllegalStateException.class, () -> new OutcomeReader().read(text), text);
      assertTrue(refused.getMessage().startsWith("malformed frame: no "), refused.getMessage());
    }
  }

  @Example
  void whatTheReaderDoesNotAskForIsPassedOver() {
    assertEquals(
        List.of(new Outcome.TurnDeferred(1, 2), new Outcome.State(3, 4, "{}")),
        new OutcomeReader().read("Q 1 2 9:5:-1\ntraceZ 3 4 9:2:-1:5\n{}trace").outcomes());
  }
}

package io.actjs.engine.inspect;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.IV8InspectorListener;
import com.caoccao.javet.interop.V8Inspector;
import com.caoccao.javet.interop.V8Runtime;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.guard.CpuWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Has V8 count what runs in isolates: precise coverage, by blocks. Only scripts that are asked for
 * count. Each isolate's counts are told once, when it closes.
 */
public final class Coverage implements Inspection {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Marks a script, which V8 may know by a name that others have, too. */
  private static final String MARK = "actjs-counted:";

  private final Predicate<String> wanted;
  private final Consumer<Counted> listener;

  /**
   * @param wanted whether a script of that text counts
   * @param listener is told on the threads of isolates
   */
  public Coverage(Predicate<String> wanted, Consumer<Counted> listener) {
    this.wanted = wanted;
    this.listener = listener;
  }

  @Override
  public boolean sharesLock() {
    return false;
  }

  @Override
  public boolean ofShortIsolates() {
    return true;
  }

  @Override
  public InspectedIsolate open(V8Runtime runtime, CpuWatch cpu) {
    return new Counting(runtime);
  }

  /** The counts of one isolate. */
  private final class Counting implements InspectedIsolate, IV8InspectorListener {
    private final V8Inspector inspector;
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, String> scripts = new HashMap<>();
    private @Nullable JsonNode answer;

    Counting(V8Runtime runtime) {
      inspector = runtime.createV8Inspector("coverage");
      inspector.addListeners(this);
      // The debugger tells which script is which; it must not stop at a "debugger" statement.
      tell("Debugger.enable", "{}");
      tell("Debugger.setSkipAllPauses", "{\"skip\":true}");
      tell("Profiler.enable", "{}");
      tell("Profiler.startPreciseCoverage", "{\"callCount\":true,\"detailed\":true}");
    }

    private void tell(String method, String params) {
      var unused = ask(method, params);
    }

    private JsonNode ask(String method, String params) {
      answer = null;
      try {
        inspector.sendRequest("{\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
      } catch (JavetException e) {
        throw new IllegalStateException(method + " failed: " + e.getMessage(), e);
      }
      JsonNode got = answer;
      if (got == null || got.has("error")) {
        throw new IllegalStateException(method + " failed: " + got);
      }
      return got.path("result");
    }

    @Override
    public String script(String name, String text, String sourceMap) {
      if (!wanted.test(text)) {
        return text;
      }
      int number = numbers.computeIfAbsent(text, it -> texts.size());
      if (number == texts.size()) {
        texts.add(text);
      }
      return text + "\n//# sourceMappingURL=" + MARK + number;
    }

    @Override
    public void receiveResponse(String message) {
      answer = parse(message);
    }

    @Override
    public void receiveNotification(String message) {
      if (!message.contains(MARK)) {
        return;
      }
      JsonNode params = parse(message).path("params");
      String mark = params.path("sourceMapURL").asText();
      if (mark.startsWith(MARK)) {
        int number = Integer.parseInt(mark.substring(MARK.length()));
        scripts.put(params.path("scriptId").asText(), texts.get(number));
      }
    }

    private static JsonNode parse(String message) {
      try {
        return JSON.readTree(message);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("V8's inspector writes no JSON", e);
      }
    }

    @Override
    public void close() {
      for (JsonNode script : ask("Profiler.takePreciseCoverage", "{}").path("result")) {
        String text = scripts.get(script.path("scriptId").asText());
        if (text != null) {
          listener.accept(new Counted(text, functions(script.path("functions"))));
        }
      }
      try {
        inspector.close();
      } catch (JavetException e) {
        throw new IllegalStateException("the inspector does not close: " + e.getMessage(), e);
      }
    }

    private static List<Counted.Function> functions(JsonNode told) {
      List<Counted.Function> functions = new ArrayList<>();
      for (JsonNode each : told) {
        List<Counted.Range> ranges = new ArrayList<>();
        for (JsonNode range : each.path("ranges")) {
          ranges.add(
              new Counted.Range(
                  range.path("startOffset").asInt(),
                  range.path("endOffset").asInt(),
                  range.path("count").asLong()));
        }
        functions.add(new Counted.Function(each.path("functionName").asText(), ranges));
      }
      return functions;
    }

    @Override
    public void flushProtocolNotifications() {}

    @Override
    public void runIfWaitingForDebugger(int contextGroupId) {}

    @Override
    public void sendRequest(String message) {}
  }
}

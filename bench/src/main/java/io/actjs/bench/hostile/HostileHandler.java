package io.actjs.bench.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A handler that means harm, of the table {@code hostile/handlers.txt}.
 *
 * @param codes what its caller may be told; {@value #OK} for an answer
 * @param needsProcess whether only a worker in a process of its own contains it
 */
record HostileHandler(String name, List<String> codes, boolean needsProcess, String body) {
  static final String OK = "ok";

  /**
   * The class that has them all as handlers, of their names; {@code peek} tells of lasting turns.
   */
  static final String CLASS = "Hostile";

  private static final String TABLE = "/hostile/handlers.txt";
  private static final Pattern HEAD =
      Pattern.compile("(?m)^== (\\S+) \\| (\\S+)( \\| process)?\n((?:(?!==|#).*\n)+)");

  static List<HostileHandler> table() {
    String text = resource(TABLE);
    List<HostileHandler> handlers = new ArrayList<>();
    Matcher entry = HEAD.matcher(text);
    while (entry.find()) {
      handlers.add(
          new HostileHandler(
              entry.group(1),
              List.of(entry.group(2).split(",", -1)),
              entry.group(3) != null,
              entry.group(4).strip()));
    }
    return handlers;
  }

  /** TypeScript of {@link #CLASS}, which no type check would let pass. */
  static String source(List<HostileHandler> handlers) {
    StringBuilder source =
        new StringBuilder(
            """
            import { Actor, handler } from 'actjs';
            let kept: any = [];
            export class Hostile extends Actor {
              state: any = { n: 0, list: [], o: {} };
              @handler('peek') peek() { return this.state.n; }
            """);
    for (int i = 0; i < handlers.size(); i++) {
      HostileHandler handler = handlers.get(i);
      source
          .append("  @handler('%s') ".formatted(handler.name))
          .append(handler.body.contains("await ") ? "async " : "")
          .append("h%d(args: any) { this.state.n++;\n%s\n}\n".formatted(i, handler.body));
    }
    return source.append("}\n").toString();
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(HostileHandler.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What the server has: classes, their handlers and schemas, ids of actors. Answers are kept for a
 * moment; what completion asks is given up soon. Not thread-safe.
 */
final class Catalog {
  static final int MOST_IDS = 1_000;
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long PATIENCE_MS = 1_500;
  private static final int MOST_KEPT = 200;

  private final Connection connection;
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private record Kept(JsonNode answer, long at) {}

  Catalog(Connection connection) {
    this.connection = connection;
  }

  /** Forgets all: another principal sees other things. */
  void forget() {
    kept.clear();
  }

  /**
   * The names of the published classes.
   *
   * @throws Failure when the server does not say
   */
  List<String> names() {
    return texts(kept("/v1/classes").path("classes"));
  }

  /** The same for completion: none when the server does not say soon. */
  List<String> namesAtHand() {
    return texts(atHand("/v1/classes").path("classes"));
  }

  /** The latest version of a class, as the list of versions has it; missing when there is none. */
  JsonNode latest(String className) {
    JsonNode versions =
        atHand(Server.path("v1", "classes", className, "versions")).path("versions");
    return versions.path(versions.size() - 1);
  }

  /** The handlers of a class. */
  List<String> handlers(String className) {
    return texts(latest(className).path("handlers"));
  }

  /** The schemas of a class; missing when it has none. */
  JsonNode schemas(String className) {
    String version = latest(className).path("version").asText();
    return version.isEmpty()
        ? MissingNode.getInstance()
        : atHand(Server.path("v1", "classes", className, "versions", version, "schema"));
  }

  /** Ids of actors of a class, {@link #MOST_IDS} at most. */
  List<String> ids(String className) {
    List<String> ids = new ArrayList<>();
    String path = "/v1/actors?phase=live&limit=" + MOST_IDS + "&class=" + Server.encode(className);
    atHand(path).path("actors").forEach(each -> ids.add(each.path("id").asText()));
    return ids;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }

  private JsonNode atHand(String path) {
    FutureTask<JsonNode> asking = new FutureTask<>(() -> kept(path));
    Thread thread = Thread.startVirtualThread(asking);
    try {
      return asking.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Without an answer there is nothing to propose, and what is typed says why when it runs.
      thread.interrupt();
      return MissingNode.getInstance();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private JsonNode kept(String path) {
    return kept(path, () -> connection.server().get(path));
  }

  private JsonNode kept(String key, Supplier<JsonNode> fresh) {
    synchronized (kept) {
      Kept last = kept.get(key);
      if (last != null && System.nanoTime() - last.at < FRESH_NANOS) {
        return last.answer;
      }
    }
    JsonNode answer = fresh.get();
    synchronized (kept) {
      kept.put(key, new Kept(answer, System.nanoTime()));
      if (kept.size() > MOST_KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return answer;
  }
}

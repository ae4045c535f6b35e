package io.actjs.actjsd.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.actjsd.http.Pin;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Manifest;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.registry.ClassRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents that describe the server. That of the routes is made anew when something was
 * published since. Thread-safe.
 */
final class ApiDocuments {
  /** Documents that are kept, each for one pin. */
  private static final int KEPT = 4;

  private static final int MOST_CLASSES = 1_000;
  private static final int MOST_CHARS = 4 << 20;

  private final ClassRegistry registry;
  private final ObjectNode routes = RouteDocument.make();
  private final Text events = Text.of(EventDocument.make());
  private final Cache<Key, Text> made = Caffeine.newBuilder().maximumSize(KEPT).build();

  ApiDocuments(ClassRegistry registry) {
    this.registry = registry;
  }

  /**
   * A document as it is sent.
   *
   * @param etag its name, in quotes
   */
  record Text(String json, String etag) {
    static Text of(ObjectNode document) {
      String json = document.toString();
      return new Text(json, '"' + Sha256.of(json) + '"');
    }
  }

  /**
   * @param generation of the registry
   * @param manifest its sha, or null
   */
  private record Key(long generation, @Nullable String manifest) {}

  /** The AsyncAPI document of the socket and the streams. */
  Text events() {
    return events;
  }

  /** The OpenAPI document, with the classes that a request means. */
  Text routes(Pin pin) {
    Manifest manifest = pin.manifest();
    Key key = new Key(registry.generation(), manifest == null ? null : manifest.sha());
    return made.get(key, wanted -> Text.of(withClasses(classes(manifest))));
  }

  private List<ClassRef> classes(@Nullable Manifest manifest) {
    List<ClassRef> classes = new ArrayList<>();
    if (manifest != null) {
      manifest.resolved().forEach((name, version) -> classes.add(new ClassRef(name, version)));
    } else {
      for (String name : registry.names()) {
        ClassVersion latest = registry.latest(name);
        if (latest != null) {
          classes.add(latest.ref());
        }
      }
    }
    return classes;
  }

  private ObjectNode withClasses(List<ClassRef> classes) {
    ObjectNode document = routes.deepCopy();
    ClassOperations operations = new ClassOperations(document);
    int count = 0;
    long chars = 0;
    for (ClassRef ref : classes) {
      PublishedClass published = count < MOST_CLASSES ? registry.get(ref) : null;
      if (published == null || chars + published.schemas().length() > MOST_CHARS) {
        document.withArray("x-actjs-left-out").add(ref.toString());
      } else {
        operations.add(published);
        chars += published.schemas().length();
        count++;
      }
    }
    return document;
  }
}

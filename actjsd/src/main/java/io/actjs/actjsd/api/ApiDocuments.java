package io.actjs.actjsd.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.actjsd.http.Pin;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Manifest;
import io.actjs.model.PublishedClass;
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
  private static final int KEPT = 3;

  private static final int MOST_HANDLERS = 1_000;
  private static final int MOST_SCHEMA_CHARS = 1 << 20;

  private final ClassRegistry registry;
  private final Cache<Key, Described> made = Caffeine.newBuilder().maximumSize(KEPT).build();

  /** What is the same for every server, made when somebody asks first: a start does not wait. */
  private static final class Fixed {
    static final ObjectNode ROUTES = RouteDocument.make();
    static final Document EVENTS = Document.json(EventDocument.make());
  }

  ApiDocuments(ClassRegistry registry) {
    this.registry = registry;
  }

  /** The routes, for programs and for people. */
  record Described(Document json, Document page) {}

  /**
   * @param generation of the registry
   * @param manifest its sha, or null
   */
  private record Key(long generation, @Nullable String manifest) {}

  /** The AsyncAPI document of the socket and the streams. */
  Document events() {
    return Fixed.EVENTS;
  }

  /** The OpenAPI document, with the classes that a request means. */
  Described routes(Pin pin) {
    Manifest manifest = pin.manifest();
    Key key = new Key(registry.generation(), manifest == null ? null : manifest.sha());
    return made.get(
        key,
        wanted -> {
          ObjectNode document = withClasses(classes(manifest));
          return new Described(Document.json(document), Document.html(ReadablePage.of(document)));
        });
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
    ObjectNode document = Fixed.ROUTES.deepCopy();
    ClassOperations operations = new ClassOperations(document);
    int handlers = 0;
    long chars = 0;
    for (ClassRef ref : classes) {
      handlers += registry.version(ref).shape().handlers().size();
      PublishedClass published = handlers > MOST_HANDLERS ? null : registry.get(ref);
      chars += published == null ? 0 : published.schemas().length();
      if (published == null || chars > MOST_SCHEMA_CHARS) {
        document.withArray("x-actjs-left-out").add(ref.toString());
      } else {
        operations.add(DescribedClass.of(published));
      }
    }
    return document;
  }
}

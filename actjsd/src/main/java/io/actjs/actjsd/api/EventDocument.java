package io.actjs.actjsd.api;

import static io.actjs.actjsd.api.DescriptionFiles.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.registry.ClassRegistry;

/** The AsyncAPI document of the WebSocket and the streams of events. */
final class EventDocument {
  private EventDocument() {}

  static ObjectNode make() {
    ObjectNode document = DescriptionFiles.read("asyncapi");
    document.withObjectProperty("info").put("version", ClassRegistry.SERVER.toString());
    ObjectNode components = document.withObjectProperty("components");
    components
        .path("messages")
        .forEach(it -> ((ObjectNode) it).set("payload", schema(it.path("payload"))));
    ObjectNode schemas = components.withObjectProperty("schemas");
    schemas.properties().forEach(it -> it.setValue(schema(it.getValue())));
    schemas.set("ProblemCode", RouteDocument.codes());
    return document;
  }
}

package io.actjs.actctl.codegen;

import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.api.ClassDocument;
import io.actjs.actjsd.api.DescribedClass;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes classes as a document of OpenAPI 3.1. */
final class OpenApiTarget {
  private OpenApiTarget() {}

  /** Text by file name. */
  static Map<String, String> files(Collection<ClassModel> classes, Manifest manifest) {
    List<DescribedClass> described = new ArrayList<>();
    for (ClassModel each : classes) {
      List<String> handlers = new ArrayList<>();
      each.schemas().path("handlers").fieldNames().forEachRemaining(handlers::add);
      each.schemas().path("routes").forEach(route -> handlers.add(route.asText()));
      ClassRef ref = new ClassRef(each.name(), each.version());
      described.add(new DescribedClass(ref, handlers, each.schemas()));
    }
    return Map.of("openapi.json", Json.indented(ClassDocument.of(manifest, described)));
  }
}

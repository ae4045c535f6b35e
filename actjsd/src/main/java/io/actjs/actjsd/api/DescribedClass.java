package io.actjs.actjsd.api;

import static io.actjs.actjsd.api.DescriptionFiles.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import java.util.List;

/**
 * A version of a class, for its operations.
 *
 * @param handlers the names of those that are called, raw routes among them
 * @param schemas the document that is derived when it is published; an empty object for none
 */
public record DescribedClass(ClassRef ref, List<String> handlers, JsonNode schemas) {
  static DescribedClass of(PublishedClass published) {
    ClassRef ref = published.ref();
    List<String> handlers = published.shape().handlers();
    if (published.schemas().isEmpty()) {
      return new DescribedClass(ref, handlers, JSON.createObjectNode());
    }
    try {
      return new DescribedClass(ref, handlers, JSON.readTree(published.schemas()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schemas of " + ref + " are not JSON", e);
    }
  }
}

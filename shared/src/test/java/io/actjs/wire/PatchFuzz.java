package io.actjs.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import java.io.IOException;

/** Patches: they fit, or they are a misfit, and neither changes what it was given. */
public final class PatchFuzz {
  private static final ObjectMapper TREES = new ObjectMapper();

  private PatchFuzz() {}

  /**
   * @param data an array of a patch and a document
   */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    JsonNode both;
    try {
      both = TREES.readTree(RawJson.decode(data));
    } catch (JsonProcessingException | ActjsException noJson) {
      return;
    }
    JsonNode patch = both.path(0);
    JsonNode document = both.path(1);
    if (patch.isMissingNode() || document.isMissingNode()) {
      return;
    }
    JsonNode before = document.deepCopy();
    JsonNode asked = patch.deepCopy();
    try {
      var unused = JsonPatch.apply(patch, document);
    } catch (JsonPatch.Misfit misfit) {
      // It says so.
    }
    if (!before.equals(document) || !asked.equals(patch)) {
      throw new AssertionError("changed: " + asked + " on " + before);
    }
  }
}

package io.actjs.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ClassRef;
import io.actjs.model.Sha256;
import io.actjs.model.SignedBy.Scope;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text that a publisher signs, with Ed25519 over its UTF-8 bytes.
 *
 * <ul>
 *   <li>{@code SOURCE}: {@code sha256:<class sha>|<name>@<version>}
 *   <li>{@code RELEASE}: {@code sha256:<class sha>|<name>@<version>|release:<release sha>}
 * </ul>
 *
 * The class sha is the SHA-256 of the source's UTF-8 bytes. The release sha is the SHA-256 of the
 * UTF-8 bytes of the JSON text <code>{"deps":{…},"engines":{…},"floating":false}</code> without
 * whitespace, names in order of their UTF-16 code units, ranges as sent; the maps are present even
 * if empty. In these strings only {@code "} and {@code \} are escaped, each by a backslash. Both
 * hashes are lowercase hex; the version is in canonical text.
 */
public record SigningMessage(Scope scope, String text) {

  /**
   * @param sha256 of the source
   */
  public static SigningMessage source(ClassRef ref, String sha256) {
    return new SigningMessage(Scope.SOURCE, "sha256:" + sha256 + "|" + ref);
  }

  /**
   * @param sha256 of the source
   */
  public static SigningMessage release(
      ClassRef ref,
      String sha256,
      Map<String, String> deps,
      Map<String, String> engines,
      boolean floating) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode depsJson = json.putObject("deps");
    new TreeMap<>(deps).forEach(depsJson::put);
    ObjectNode enginesJson = json.putObject("engines");
    new TreeMap<>(engines).forEach(enginesJson::put);
    json.put("floating", floating);
    return new SigningMessage(
        Scope.RELEASE, source(ref, sha256).text + "|release:" + Sha256.of(json.toString()));
  }

  /** The signed bytes. */
  public byte[] bytes() {
    return text.getBytes(UTF_8);
  }
}

package io.actjs.actjsd.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ActjsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON of credentials: what could be read in two ways is refused. */
public final class StrictJson {
  private static final int MAX_DEPTH = 32;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /**
   * An object, no two members of which have the same name.
   *
   * @throws ActjsException {@code Unauthorized}; nothing of the text is told
   */
  public static ObjectNode object(byte[] utf8) {
    try {
      // Jackson guesses the encoding, this does not.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonNode value = MAPPER.readTree(text);
      if (value instanceof ObjectNode object) {
        return object;
      }
      throw Door.unauthorized("the credential holds no JSON object");
    } catch (CharacterCodingException e) {
      throw Door.unauthorized("the credential holds no UTF-8");
    } catch (IOException e) {
      throw Door.unauthorized(
          "the credential holds no JSON, or an object with two members of one name");
    }
  }
}

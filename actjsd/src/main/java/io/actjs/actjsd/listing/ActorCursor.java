package io.actjs.actjsd.listing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/** Where the next page of a list of actors begins, as text that clients keep and do not read. */
public final class ActorCursor {
  /** Says how the rest is to be read, so that another form can come after this one. */
  private static final char FORM = 'a';

  private static final int LONGEST = 2_048;

  private ActorCursor() {}

  public static String text(ActorRef reached) {
    byte[] bytes = (FORM + reached.className() + '/' + reached.id()).getBytes(UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when no page ended with it
   */
  public static ActorRef read(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw wrong();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String plain = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int slash = plain.indexOf('/');
      if (slash < 1 || plain.charAt(0) != FORM) {
        throw wrong();
      }
      return new ActorRef(plain.substring(1, slash), plain.substring(slash + 1));
    } catch (IllegalArgumentException | CharacterCodingException | ActjsException e) {
      throw wrong();
    }
  }

  private static ActjsException wrong() {
    return new ActjsException(
        ProblemCode.SchemaInvalid,
        "cursor must be the value of \"next\" from the page before; leave it out for the first page");
  }
}

package io.actjs.model;

/**
 * The address of one actor: {@code (class, id)}. Two classes never share an actor, whatever the id.
 *
 * @param className a class name, see {@link #isName}
 * @param id 1 to {@value #MAX_ID_LENGTH} characters, none of them a control character
 */
public record ActorRef(String className, String id) implements Comparable<ActorRef> {
  public static final int MAX_ID_LENGTH = 255;

  /**
   * @throws ActjsException {@link ProblemCode#SchemaInvalid} when the class name or the id is
   *     malformed
   */
  public ActorRef {
    requireClassName(className);
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH || hasForbidden(id)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid actor id: use 1 to " + MAX_ID_LENGTH + " characters without control characters");
    }
  }

  /** Control characters, and halves of surrogate pairs: these have no UTF-8 form. */
  private static boolean hasForbidden(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < id.length()
          && Character.isLowSurrogate(id.charAt(i + 1))) {
        i++;
      } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the name unchanged when it is a legal class name.
   *
   * @throws ActjsException {@link ProblemCode#SchemaInvalid} otherwise
   */
  public static String requireClassName(String name) {
    if (!isName(name)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid class name \""
              + abbreviate(name)
              + "\": letters, digits and _, not starting with a digit");
    }
    return name;
  }

  /** Tells whether the text is a legal class or method name. */
  public static boolean isName(String text) {
    int length = text.length();
    if (length == 0 || length > 128) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static String abbreviate(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /** Orders by class, then by the code points of the id, which is the order of its UTF-8 bytes. */
  @Override
  public int compareTo(ActorRef other) {
    int byClass = className.compareTo(other.className);
    return byClass != 0 ? byClass : compareCodePoints(id, other.id);
  }

  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean sameKind = Character.isSurrogate(left) == Character.isSurrogate(right);
        return sameKind ? left - right : (Character.isSurrogate(left) ? 1 : -1);
      }
    }
    return a.length() - b.length();
  }

  /** {@code Class/id}, for logs and messages. */
  @Override
  public String toString() {
    return className + "/" + id;
  }
}

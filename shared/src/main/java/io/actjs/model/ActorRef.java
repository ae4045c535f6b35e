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
    if (id.isEmpty()
        || id.length() > MAX_ID_LENGTH
        || id.chars().anyMatch(Character::isISOControl)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid actor id: use 1 to " + MAX_ID_LENGTH + " characters without control characters");
    }
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

  @Override
  public int compareTo(ActorRef other) {
    int byClass = className.compareTo(other.className);
    return byClass != 0 ? byClass : id.compareTo(other.id);
  }

  /** {@code Class/id}, for logs and messages. */
  @Override
  public String toString() {
    return className + "/" + id;
  }
}

package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * A point of an actor's past, as its subscribers are told it and name it when they come back.
 *
 * <p>The mark is made of what identifies that very turn: its owner's epoch and its time, both of
 * which are stored with it. So it survives a restart, a failover, an export and an import; and the
 * turn of the same number in another past, that of an actor that was created again or of a store
 * that was restored from a backup, has another mark. Clients keep positions across versions of the
 * server: the text of one must never change its meaning.
 *
 * @param seq the number of the last turn that a subscriber has seen
 * @param mark of that turn; {@link #UNMARKED} when only the number is known
 */
public record Position(long seq, long mark) {
  public static final long UNMARKED = 0;

  private static final char SEPARATOR = '.';
  private static final int RADIX = 36;
  private static final int MOST_DIGITS = 19;
  private static final int LONGEST_MARK = 13;

  /** After the turn of this number, owner and time. */
  public static Position of(long seq, long epoch, long at) {
    long mark = mix(mix(epoch) ^ at);
    return new Position(seq, mark == UNMARKED ? 1 : mark);
  }

  /** After the turn. */
  public static Position of(TurnRecord turn) {
    return of(turn.seq(), turn.epoch(), turn.at());
  }

  /** Spreads every bit of the number over all others; different numbers stay different. */
  private static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  public boolean isMarked() {
    return mark != UNMARKED;
  }

  /** The position that its text, or a turn's number alone, names; null when the text is neither. */
  public static @Nullable Position parse(String text) {
    int dot = text.indexOf(SEPARATOR);
    long seq = number(dot < 0 ? text : text.substring(0, dot));
    long mark = dot < 0 ? UNMARKED : mark(text.substring(dot + 1));
    return seq < 0 || (dot >= 0 && mark == UNMARKED) ? null : new Position(seq, mark);
  }

  private static long number(String digits) {
    boolean right = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
    for (int i = 0; right && i < digits.length(); i++) {
      right = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    try {
      return right ? Long.parseLong(digits) : -1;
    } catch (NumberFormatException tooLarge) {
      return -1;
    }
  }

  private static long mark(String text) {
    boolean right = !text.isEmpty() && text.length() <= LONGEST_MARK;
    for (int i = 0; right && i < text.length(); i++) {
      char c = text.charAt(i);
      right = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }
    try {
      return right ? Long.parseUnsignedLong(text, RADIX) : UNMARKED;
    } catch (NumberFormatException tooLarge) {
      return UNMARKED;
    }
  }

  /** The text that subscribers are told. */
  @Override
  public String toString() {
    return isMarked() ? seq + "" + SEPARATOR + Long.toUnsignedString(mark, RADIX) : seq + "";
  }
}

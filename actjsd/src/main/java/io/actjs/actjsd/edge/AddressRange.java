package io.actjs.actjsd.edge;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A network in CIDR notation, or one address. */
final class AddressRange {
  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * @param text such as {@code 10.0.0.0/8}, {@code fd00::/8} or {@code 192.0.2.7}
   * @throws ActjsException {@code SchemaInvalid}
   */
  static AddressRange of(String text) {
    String trimmed = text.strip();
    int slash = trimmed.indexOf('/');
    InetAddress address = literal(slash < 0 ? trimmed : trimmed.substring(0, slash));
    if (address == null) {
      throw malformed(text);
    }
    int length = address.getAddress().length * 8;
    int bits = slash < 0 ? length : bits(trimmed.substring(slash + 1));
    if (bits < 0 || bits > length) {
      throw malformed(text);
    }
    if (bits == 0) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "\"" + text + "\" means every address; name the addresses of your proxies");
    }
    return new AddressRange(address.getAddress(), bits);
  }

  private static int bits(String text) {
    return text.length() <= 3 && !text.isEmpty() && text.chars().allMatch(Character::isDigit)
        ? Integer.parseInt(text)
        : -1;
  }

  private static ActjsException malformed(String text) {
    return new ActjsException(
        ProblemCode.SchemaInvalid,
        "\""
            + text
            + "\" is no range of addresses; expected an address such as 127.0.0.1 or a network"
            + " such as 10.0.0.0/8 or fd00::/8");
  }

  boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (other[i] != network[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((other[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
  }

  /** The address that the text is, without asking a name server; null when it is none. */
  static @Nullable InetAddress literal(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

package io.actjs.actjsd.tls;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PEM file (RFC 7468) as it is read: its blocks and what else can be said when they are not those
 * that are wanted. Errors name the file and never show what is in it.
 */
final class PemFile {
  /** Public bundles of all authorities have a third of this. */
  private static final int MOST_BYTES = 1 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String BEGIN = "-----BEGIN ";

  /** The first byte of whatever is DER here: a sequence. */
  private static final byte SEQUENCE = 0x30;

  /**
   * A block.
   *
   * @param label such as {@code CERTIFICATE}
   * @param text in Base64, after headers if it has any
   */
  record Block(String label, String text) {
    /** Whether its contents are encrypted, in whichever of the two ways. */
    boolean isEncrypted() {
      return label.startsWith("ENCRYPTED") || text.contains("ENCRYPTED");
    }

    byte[] bytes() {
      return Base64.getMimeDecoder().decode(text);
    }
  }

  private final Path path;
  private final byte[] bytes;
  private final List<Block> blocks;

  private PemFile(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
    this.blocks = blocks(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when it cannot be read, or is too large
   */
  static PemFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw wrong(path, "is larger than 1 MiB, so it is no PEM file of a server", null);
      }
      return new PemFile(path, bytes);
    } catch (NoSuchFileException e) {
      throw wrong(path, "does not exist", e);
    } catch (IOException e) {
      String reason = Files.isDirectory(path) ? "is a directory" : "cannot be read";
      throw wrong(path, reason, e);
    }
  }

  private static List<Block> blocks(String text) {
    List<Block> all = new ArrayList<>();
    Matcher each = BLOCK.matcher(text);
    while (each.find()) {
      all.add(new Block(each.group(1), each.group(2)));
    }
    return List.copyOf(all);
  }

  Path path() {
    return path;
  }

  /** Everything in it, to see whether it has changed. */
  byte[] bytes() {
    return bytes;
  }

  List<Block> blocks() {
    return blocks;
  }

  /**
   * Why it does not have what is wanted.
   *
   * @param wanted such as {@code a certificate}
   */
  ActjsException lacks(String wanted) {
    return wrong(path, "has no " + wanted + " but " + found(), null);
  }

  private String found() {
    if (bytes.length == 0) {
      return "is empty";
    }
    if (!blocks.isEmpty()) {
      return blocks.stream()
          .map(it -> "\"" + it.label() + "\"")
          .distinct()
          .limit(5)
          .collect(Collectors.joining(", "));
    }
    if (bytes[0] == SEQUENCE) {
      return "is DER or PKCS#12; convert it to PEM with openssl";
    }
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(BEGIN)
        ? "ends in the middle of a block"
        : "is no PEM file";
  }

  /** What is wrong with it. */
  ActjsException wrong(String reason, @Nullable Throwable cause) {
    return wrong(path, reason, cause);
  }

  private static ActjsException wrong(Path path, String reason, @Nullable Throwable cause) {
    String detail = path + " " + reason;
    return cause == null
        ? new ActjsException(ProblemCode.SchemaInvalid, detail)
        : new ActjsException(ProblemCode.SchemaInvalid, detail, cause);
  }
}

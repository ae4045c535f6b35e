package io.actjs.engine.icu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.ibm.icu.util.VersionInfo;
import io.actjs.engine.v8.IcuData;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The build step that makes the data file that V8's ICU wants. Nobody publishes that file by
 * itself; ICU4J of the same version holds the same data, in big-endian byte order and a file each.
 * Argument: the folder to write to.
 *
 * <p>Both the jar and the file are pinned by their hashes.
 */
final class IcuDataBuild {
  private static final String JAR_SHA256 =
      "b3640b9f416a4411fd33c59abbeea8fd57d024c23e1819bf9673220a97499fe3";
  private static final String FOLDER = "com/ibm/icu/impl/data/icudata/";

  /** What V8 has no use for, or what is compiled into its library. */
  private static final Pattern UNUSED =
      Pattern.compile("(translit|rbnf)/.*|(unames|uprops|ucase|ubidi)\\.icu|nfc\\.nrm");

  private static final Pattern ITEM = Pattern.compile(".*\\.(res|icu|nrm|brk|dict)");
  private static final int ALIGNMENT = 16;

  private IcuDataBuild() {}

  public static void main(String[] args) throws IOException, URISyntaxException {
    Path target = Path.of(args[0]).resolve(IcuData.FILE);
    if (Files.exists(target) && sha256(Files.readAllBytes(target)).equals(IcuData.SHA256)) {
      return;
    }
    Path jar =
        Path.of(VersionInfo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    requireHash(jar.toString(), JAR_SHA256, Files.readAllBytes(jar));
    byte[] data = packaged(items(jar));
    requireHash(IcuData.FILE, IcuData.SHA256, data);
    Files.createDirectories(target.getParent());
    Path part = target.resolveSibling(IcuData.FILE + ".part");
    Files.write(part, data);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireHash(String what, String expected, byte[] content) {
    String found = sha256(content);
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          what + " has the SHA-256 " + found + " and not the pinned " + expected);
    }
  }

  private static Map<String, byte[]> items(Path path) throws IOException {
    Map<String, byte[]> items = new TreeMap<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().startsWith(FOLDER)) {
          String name = entry.getName().substring(FOLDER.length());
          if (ITEM.matcher(name).matches() && !UNUSED.matcher(name).matches()) {
            items.put(name, Item.swapped(jar.getInputStream(entry).readAllBytes()));
          }
        }
      }
    }
    items.put(PhraseModel.NAME, PhraseModel.resource());
    return items;
  }

  /**
   * One file of all items: a header, the number of items, for each the offsets of its name and its
   * data, the names, the data.
   */
  private static byte[] packaged(Map<String, byte[]> items) {
    int names = 4 + 8 * items.size();
    int start = names;
    for (String name : items.keySet()) {
      start += IcuData.PACKAGE.length() + 1 + name.length() + 1;
    }
    int end = aligned(start);
    for (byte[] item : items.values()) {
      end = aligned(end + item.length);
    }
    ByteBuffer body = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
    body.putInt(items.size());
    int name = names;
    int data = aligned(start);
    for (Map.Entry<String, byte[]> item : items.entrySet()) {
      byte[] path = (IcuData.PACKAGE + "/" + item.getKey() + "\0").getBytes(US_ASCII);
      body.putInt(name).putInt(data);
      body.put(name, path);
      body.put(data, item.getValue());
      name += path.length;
      data = aligned(data + item.getValue().length);
    }
    byte[] header = header("CmnD", 1);
    return ByteBuffer.allocate(header.length + end).put(header).put(body.array()).array();
  }

  /** The header of little-endian data. */
  static byte[] header(String format, int version) {
    return ByteBuffer.allocate(32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 32)
        .put((byte) 0xda)
        .put((byte) 0x27)
        .putShort((short) 20) // what follows, to the last version
        .putShort((short) 0)
        .put((byte) 0) // little-endian
        .put((byte) 0) // ASCII
        .put((byte) 2) // bytes of a UChar
        .put((byte) 0)
        .put(format.getBytes(US_ASCII))
        .put((byte) version)
        .array();
  }

  private static int aligned(int offset) {
    return (offset + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

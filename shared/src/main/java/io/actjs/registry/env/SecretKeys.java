package io.actjs.registry.env;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals what must not lie open in the store, with the keys of a file: AES-256 in GCM. The last key
 * of the file seals; every one opens, so that a rotation need not be done at one instant.
 *
 * <p>A line of the file is the key's name, 8 hex digits, a blank, and its 32 bytes in Base64. A
 * sealed text is {@code 1}, the key's name (4 bytes), a nonce (12 bytes), what it belongs to (its
 * length in 2 bytes, and UTF-8), and what the cipher gives. What it belongs to is authenticated
 * with it, so that one cannot be put in the place of another. Thread-safe.
 */
public final class SecretKeys {
  private static final byte FORMAT = 1;
  private static final int NAME_BYTES = 4;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD = 1 + NAME_BYTES + NONCE_BYTES + Short.BYTES;
  private static final int MOST_KEYS = 100;
  private static final int LONGEST_FILE = 16 << 10;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final @Nullable Path file;
  private volatile Map<String, SecretKey> keys;

  private SecretKeys(@Nullable Path file, Map<String, SecretKey> keys) {
    this.file = file;
    this.keys = keys;
  }

  /**
   * The keys of a file; null when there is no such file.
   *
   * @throws ActjsException {@code SecretKeyInvalid} when it is none, or others may read it
   */
  public static @Nullable SecretKeys load(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    return new SecretKeys(file, read(file));
  }

  /** Makes a file with one key, which only its owner may read. */
  public static SecretKeys create(Path file) {
    SecretKeys made = new SecretKeys(file, Map.of());
    made.addKey();
    return made;
  }

  /** One key, which is gone with the process. */
  static SecretKeys inMemory() {
    SecretKeys made = new SecretKeys(null, Map.of());
    made.addKey();
    return made;
  }

  private static Map<String, SecretKey> read(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw invalid(file, "it is larger than any");
      }
      if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw invalid(file, "others may read it: chmod 600 " + file);
      }
      Map<String, SecretKey> keys = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        if (!line.isBlank()) {
          String[] parts = line.strip().split(" ");
          if (parts.length != 2 || !parts[0].matches("[0-9a-f]{8}")) {
            throw invalid(file, "line " + (keys.size() + 1) + " is no name and key");
          }
          keys.put(parts[0], key(Base64.getDecoder().decode(parts[1])));
        }
      }
      if (keys.isEmpty()) {
        throw invalid(file, "it is empty");
      }
      return keys;
    } catch (IllegalArgumentException e) {
      throw invalid(file, "a key is not 32 bytes of Base64");
    } catch (IOException e) {
      throw invalid(file, e.toString());
    }
  }

  private static SecretKey key(byte[] bytes) {
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("not 32 bytes");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  private static ActjsException invalid(@Nullable Path file, String why) {
    return new ActjsException(
        ProblemCode.SecretKeyInvalid,
        file == null
            ? "a secret cannot be used: " + why + "; start the server with --secrets-key FILE"
            : "the file of secret keys " + file + " cannot be used: " + why);
  }

  /** Adds a key to the file, which seals from then on. */
  public synchronized void addKey() {
    if (keys.size() >= MOST_KEYS) {
      throw invalid(file, "it has " + MOST_KEYS + " keys; remove those that seal nothing any more");
    }
    byte[] name = new byte[NAME_BYTES];
    byte[] bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(name);
    RANDOM.nextBytes(bytes);
    Map<String, SecretKey> all = new LinkedHashMap<>(keys);
    all.put(HexFormat.of().formatHex(name), key(bytes));
    write(all);
    keys = all;
  }

  /**
   * Forgets every key but the last two: nothing may be sealed with the others any more. The one
   * before the last stays for what another server seals while it does not know the last.
   */
  public synchronized void dropOldKeys() {
    Map<String, SecretKey> last = new LinkedHashMap<>(keys);
    last.keySet()
        .retainAll(List.copyOf(keys.keySet()).subList(Math.max(0, keys.size() - 2), keys.size()));
    write(last);
    keys = last;
  }

  /** Half a file of keys would lose what they sealed. */
  private void write(Map<String, SecretKey> all) {
    if (file == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    all.forEach(
        (name, key) ->
            lines.add(name + ' ' + Base64.getEncoder().encodeToString(key.getEncoded())));
    Path parent = file.toAbsolutePath().getParent();
    try {
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (var out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer text =
            ByteBuffer.wrap((String.join("\n", lines) + '\n').getBytes(StandardCharsets.US_ASCII));
        while (text.hasRemaining()) {
          out.write(text);
        }
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder(parent);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The store must not have anything sealed with a key that a crash takes out of the file. */
  private static void syncFolder(@Nullable Path folder) throws IOException {
    if (folder != null) {
      try (var open = FileChannel.open(folder, StandardOpenOption.READ)) {
        open.force(true);
      }
    }
  }

  private String current() {
    String last = "";
    for (String name : keys.keySet()) {
      last = name;
    }
    return last;
  }

  /**
   * Seals a text.
   *
   * @param of what it belongs to, of at most 1,000 bytes of UTF-8
   */
  public Bytes seal(Bytes plain, String of) {
    String name = current();
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] owner = of.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, key(name, of), nonce, owner, plain.toArray());
    return Bytes.of(
        ByteBuffer.allocate(HEAD + owner.length + sealed.length)
            .put(FORMAT)
            .put(HexFormat.of().parseHex(name))
            .put(nonce)
            .putShort((short) owner.length)
            .put(owner)
            .put(sealed)
            .array());
  }

  /**
   * The text that was sealed.
   *
   * @param of as it was sealed
   * @throws ActjsException {@code SecretKeyInvalid} when the file lacks its key, or it was changed
   */
  public Bytes open(Bytes sealed, String of) {
    Sealed read = Sealed.read(sealed.toArray());
    if (read == null || !read.owner().equals(of)) {
      throw invalid(file, "the value of " + of + " is sealed for something else");
    }
    return open(read);
  }

  /** Whether the file has the key of something that is sealed. */
  boolean opens(Bytes sealed) {
    Sealed read = Sealed.read(sealed.toArray());
    return read != null && keys.containsKey(read.key());
  }

  /**
   * @throws ActjsException {@code SecretKeyInvalid} unless each of them can be opened
   */
  void requireOpen(List<Bytes> all) {
    for (Bytes each : all) {
      var unused = open(requireSealed(each));
    }
  }

  private Sealed requireSealed(Bytes sealed) {
    Sealed read = Sealed.read(sealed.toArray());
    if (read == null) {
      throw invalid(file, "a value in the store is not sealed in a form that is known");
    }
    return read;
  }

  /** The same text, sealed with the last key. */
  public Bytes reseal(Bytes sealed) {
    Sealed read = requireSealed(sealed);
    return seal(open(read), read.owner());
  }

  private Bytes open(Sealed sealed) {
    byte[] owner = sealed.owner().getBytes(StandardCharsets.UTF_8);
    SecretKey key = key(sealed.key(), sealed.owner());
    return Bytes.of(
        run(Cipher.DECRYPT_MODE, key, sealed.nonce().toArray(), owner, sealed.content().toArray()));
  }

  private SecretKey key(String name, String of) {
    SecretKey key = keys.get(name);
    if (key == null) {
      throw invalid(file, "it lacks the key " + name + ", with which " + of + " is sealed");
    }
    return key;
  }

  private byte[] run(int mode, SecretKey key, byte[] nonce, byte[] owner, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(owner);
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw invalid(file, "a sealed value was changed, or its key is another one");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }

  /** The parts of a sealed text. */
  private record Sealed(String key, Bytes nonce, String owner, Bytes content) {
    static @Nullable Sealed read(byte[] all) {
      ByteBuffer in = ByteBuffer.wrap(all);
      if (all.length < HEAD || in.get() != FORMAT) {
        return null;
      }
      byte[] name = take(in, NAME_BYTES);
      byte[] nonce = take(in, NONCE_BYTES);
      int length = in.getShort();
      if (length < 0 || length > in.remaining()) {
        return null;
      }
      String owner = new String(take(in, length), StandardCharsets.UTF_8);
      return new Sealed(
          HexFormat.of().formatHex(name),
          Bytes.of(nonce),
          owner,
          Bytes.of(take(in, in.remaining())));
    }

    private static byte[] take(ByteBuffer in, int count) {
      byte[] taken = new byte[count];
      in.get(taken);
      return taken;
    }
  }

  @Override
  public String toString() {
    return "SecretKeys[" + file + "]";
  }
}

package io.actjs.actctl.command.key;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys as PEM files. */
public final class KeyFiles {
  private static final String ALGORITHM = "Ed25519";
  private static final Pattern PRIVATE =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final int MAX_BYTES = 1 << 16;

  private KeyFiles() {}

  /** Makes a pair; only the owner can read the private file, where the system supports that. */
  static void generate(Path privateFile, Path publicFile) {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new Failure("this Java cannot generate " + ALGORITHM + " keys: " + e.getMessage(), e);
    }
    requireAbsent(publicFile);
    write(privateFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), true);
    write(publicFile, pem("PUBLIC KEY", pair.getPublic().getEncoded()), false);
  }

  private static void requireAbsent(Path file) {
    if (Files.exists(file)) {
      throw new Failure(file + " already exists; not overwriting it", null);
    }
  }

  private static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static void write(Path file, String text, boolean secret) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        secret && posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, attributes)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw new Failure(file + " already exists; not overwriting it", e);
    } catch (IOException e) {
      throw new Failure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The private key in a PEM file (PKCS 8). */
  public static PrivateKey privateKey(Path file) {
    Matcher matcher = PRIVATE.matcher(text(file));
    if (!matcher.find()) {
      throw new Failure(
          file + " contains no PEM private key; generate one with \"actctl key generate\"", null);
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Failure(file + " contains no Ed25519 private key", e);
    }
  }

  /** The text of a small file. */
  static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new Failure(file + " is too large to be a key", null);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new Failure("no such file: " + file, e);
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}

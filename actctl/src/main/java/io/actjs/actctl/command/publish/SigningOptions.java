package io.actjs.actctl.command.publish;

import io.actjs.actctl.command.key.KeyFiles;
import io.actjs.actctl.screen.Failure;
import io.actjs.model.ClassRef;
import io.actjs.model.Sha256;
import io.actjs.model.SignedBy;
import io.actjs.registry.SigningMessage;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The key that signs a release, and what the signature covers. */
final class SigningOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"--key", "--sign"},
      paramLabel = "FILE",
      description = "Private key to sign with: Ed25519, PEM. Requires --kid.")
  private @Nullable Path key;

  @Option(names = "--kid", paramLabel = "KID", description = "Name of that key on the server.")
  private @Nullable String kid;

  @Option(
      names = "--sign-scope",
      paramLabel = "SCOPE",
      defaultValue = "release",
      description =
          "What the signature covers: \"release\" (also dependencies and flags) or \"source\" (name,"
              + " version and source only); default: ${DEFAULT-VALUE}.")
  private SignedBy.Scope scope;

  /** Whether a signature is requested. */
  boolean wanted() {
    return key != null || kid != null;
  }

  /**
   * Signs a release.
   *
   * @return members for the publish request: {@code kid} and {@code signature}
   */
  Map<String, String> sign(
      ClassRef ref,
      String source,
      Map<String, String> deps,
      Map<String, String> engines,
      boolean floating) {
    if (key == null || kid == null) {
      throw new ParameterException(spec.commandLine(), "--key and --kid require each other");
    }
    String sha256 = Sha256.of(source);
    SigningMessage message =
        switch (scope) {
          case SOURCE -> SigningMessage.source(ref, sha256);
          case RELEASE -> SigningMessage.release(ref, sha256, deps, engines, floating);
        };
    byte[] signature = sign(KeyFiles.privateKey(key), message.bytes());
    return Map.of("kid", kid, "signature", Base64.getEncoder().encodeToString(signature));
  }

  private static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new Failure("cannot sign: " + e.getMessage(), e);
    }
  }
}

package io.actjs.actctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.SignedBy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** With which key a release is signed, and what the signature covers. */
final class SigningOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"--key", "--sign"},
      paramLabel = "FILE",
      description = "Sign with this private key: Ed25519, PEM. Needs --kid.")
  private @Nullable Path key;

  @Option(names = "--kid", paramLabel = "KID", description = "The name that the server has for it.")
  private @Nullable String kid;

  @Option(
      names = "--sign-scope",
      paramLabel = "SCOPE",
      defaultValue = "release",
      description =
          "release signs dependencies and flags, too; source only name, version and source"
              + " (default: ${DEFAULT-VALUE}).")
  private SignedBy.Scope scope;

  /** Adds the signature to a publish request, if one is wanted. */
  void sign(String className, ObjectNode body) {
    if (key == null && kid == null) {
      return;
    }
    if (key == null || kid == null) {
      throw new ParameterException(spec.commandLine(), "--key and --kid go together");
    }
    byte[] signature = sign(KeyFiles.privateKey(key), ReleaseText.of(scope, className, body));
    body.put("kid", kid).put("signature", Base64.getEncoder().encodeToString(signature));
  }

  private static byte[] sign(PrivateKey key, String message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message.getBytes(StandardCharsets.UTF_8));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new Failure("cannot sign: " + e.getMessage(), e);
    }
  }
}

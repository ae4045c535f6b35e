package io.actjs.actctl.command.key;

import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code actctl key generate}. */
@Command(
    name = "generate",
    description = {
      "Generate an Ed25519 key pair: the private key in FILE, the public key in FILE.pub.",
      "",
      "Keep FILE to yourself, and register FILE.pub with \"actctl key add\". Existing files "
          + "are not overwritten.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  actctl key generate release.pem",
      "  actctl key add --kid release --pem release.pem.pub"
    })
final class KeyGenerateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "File to write the private key to.")
  private Path file;

  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
    KeyFiles.generate(file, publicFile);
    output.print(
        Json.object().put("privateKey", file.toString()).put("publicKey", publicFile.toString()),
        () -> "private key in " + file + ", public key in " + publicFile);
    return 0;
  }
}

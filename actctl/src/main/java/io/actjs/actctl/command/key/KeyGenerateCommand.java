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
      "Make an Ed25519 key pair: the private key in FILE, the public one in FILE.pub.",
      "",
      "Keep FILE to yourself; give FILE.pub to the server with \"actctl key add\". A file that exists",
      "is not overwritten.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer =
        "  actctl key generate release.pem && actctl key add --kid release --pem release.pem.pub")
final class KeyGenerateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Where the private key goes.")
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

package io.actjs.actctl.config;

import io.actjs.actctl.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/** A project, a user and a machine, with the files and variables that a test gives them. */
final class Configured {
  final Path project;
  final Path user;
  final Path system;
  final Map<String, String> variables = new HashMap<>();

  Configured(Path dir) {
    project = dir.resolve("project/.actjs/config.toml");
    user = dir.resolve("user/config.toml");
    system = dir.resolve("etc/actjs.toml");
    variables.put("ACTJS_CONFIG_DIR", user.getParent().toString());
    variables.put("ACTJS_SYSTEM_CONFIG", system.toString());
  }

  Configured with(Path file, String toml) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, toml);
    return mode(file, "rw-r--r--");
  }

  Configured mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return this;
  }

  Configured with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Path folder() {
    return project.getParent().getParent().resolve("src/deep");
  }

  static Keys keys() {
    return Keys.of(Ran.lineFor("list").getCommandSpec());
  }

  /** The value that a command has of an option. */
  Object value(String option, String... words) {
    ParseResult parsed = Ran.lineFor(words).parseArgs(words);
    ConfiguredOptions.fill(parsed, folder(), variables::get);
    var last = parsed.asCommandLineList().getLast();
    return last.getCommandSpec().findOption(option).getValue();
  }

  Setting find(String key) {
    return find(key, null);
  }

  Setting find(String key, String profile) {
    Keys keys = keys();
    return Layers.read(keys, folder(), variables::get).find(keys.require(key), profile);
  }
}

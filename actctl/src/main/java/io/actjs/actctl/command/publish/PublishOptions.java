package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.NameAtRange;
import io.actjs.actctl.compat.Bump;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.TypeScriptCompiler.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What holds for each class that is published. */
final class PublishOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "Semantic version, e.g. 1.2.0. This or --bump is required.")
  private @Nullable String version;

  /** Which part of the newest version is raised. */
  private enum BumpKind {
    PATCH,
    MINOR,
    MAJOR,
    /** The least that the difference of the schemas asks for. */
    AUTO
  }

  @Option(
      names = "--bump",
      paramLabel = "KIND",
      description =
          "Part of the newest version to raise: patch, minor, major, or auto, which depends on"
              + " how the types changed. A new class gets 1.0.0; an unchanged one is left out.")
  private @Nullable BumpKind bump;

  @Option(
      names = "--dep",
      paramLabel = "CLASS@RANGE",
      converter = NameAtRange.Converter.class,
      description = "Class that it uses and its npm version range; repeatable.")
  private List<NameAtRange> deps = new ArrayList<>();

  @Option(
      names = "--engine",
      paramLabel = "NAME@RANGE",
      converter = NameAtRange.Converter.class,
      description = "Required engine and version range, e.g. actjs@>=0.3.0; repeatable.")
  private List<NameAtRange> engines = new ArrayList<>();

  @Option(
      names = "--floating",
      description =
          "Migrate actors of older versions to it when it is the latest or the pinned version.")
  private boolean floating;

  @Option(
      names = "--event-sourced",
      description = "Reject the class unless it extends EventSourced.")
  private boolean eventSourced;

  @Option(
      names = "--no-check",
      description = "Skip the type check, and the check that --bump raises enough.")
  private boolean noCheck;

  /** How many stored states are held against the types of the version. */
  private enum CheckStates {
    NONE,
    SAMPLE,
    ALL
  }

  @Option(
      names = "--check-states",
      paramLabel = "EXTENT",
      defaultValue = "SAMPLE",
      description =
          "Stored states to hold against the new types, as migrated: none, sample or all (default: "
              + "sample, 100). A version that they do not fit is refused.")
  private CheckStates checkStates;

  @Option(names = "--dry-run", description = "Validate only; store nothing.")
  private boolean dryRun;

  /**
   * @throws ParameterException when they contradict each other
   */
  void requireConsistent() {
    if (version == null && bump == null) {
      throw wrong("say which version: --version V, or --bump patch, minor, major or auto");
    }
    if (version != null && bump != null) {
      throw wrong("--version and --bump exclude each other");
    }
    if (bump == BumpKind.AUTO && noCheck) {
      throw wrong("--bump auto compares types: it and --no-check exclude each other");
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** The version that each class gets; null when it is to be found. */
  @Nullable String version() {
    return version;
  }

  /** What to raise; null when the types decide. */
  @Nullable Bump bump() {
    return bump == null || bump == BumpKind.AUTO ? null : Bump.valueOf(bump.name());
  }

  /** Whether the difference of the types is of interest. */
  boolean comparesTypes() {
    return version == null && bump != BumpKind.MAJOR && !noCheck;
  }

  /** Whether the types decide which version comes next. */
  boolean isAutomatic() {
    return bump == BumpKind.AUTO;
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean floating() {
    return floating;
  }

  /** What the types of a bundle are held to. */
  Types types() {
    return noCheck ? Types.IGNORED : Types.CHECKED;
  }

  /** The ranges of the classes that a class uses, by name. */
  Map<String, String> depsOf(String className) {
    Map<String, String> ranges = new TreeMap<>(NameAtRange.map(deps));
    ranges.remove(className);
    return ranges;
  }

  /** The range of versions of a class that is used; null for any. */
  @Nullable String rangeOf(String className) {
    return NameAtRange.map(deps).get(className);
  }

  /** The ranges of engines, by name. */
  Map<String, String> engines() {
    return NameAtRange.map(engines);
  }

  /**
   * A request without its version and its source.
   *
   * @param states whether stored states are looked at, as far as the options say
   */
  ObjectNode request(String className, boolean states) {
    ObjectNode body = Json.object().put("check", !noCheck);
    body.put("checkStates", states ? checkStates.name().toLowerCase(Locale.ROOT) : "none");
    body.put("floating", floating).put("eventSourced", eventSourced);
    depsOf(className).forEach(body.putObject("deps")::put);
    engines().forEach(body.putObject("engines")::put);
    return body;
  }
}

package io.actjs.actctl.bundle;

import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.Failure;
import io.actjs.model.ActjsException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.UnaryOperator;

/** Bundles a class file for a command, whose failures are lines that its user reads. */
public final class Bundling {
  private Bundling() {}

  /** What bundles, checks or compiles. */
  @FunctionalInterface
  public interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * What a step comes to.
   *
   * @param file that it bundles
   * @throws Failure when it cannot be read or bundled, or its types are wrong
   */
  public static <T> T of(Path file, Step<T> step) {
    return of(file, UnaryOperator.identity(), step);
  }

  /**
   * The same.
   *
   * @param detail makes what is said of a problem of what the problem says
   */
  public static <T> T of(Path file, UnaryOperator<String> detail, Step<T> step) {
    try {
      return step.run();
    } catch (ActjsException e) {
      throw new Failure(e.code().name(), detail.apply(e.detail()), Diagnostics.of(e), e);
    } catch (NoSuchFileException e) {
      throw new Failure("no such file: " + file, e);
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while bundling " + file, e);
    }
  }

  /**
   * Says which class files will be asked for next.
   *
   * @throws Failure when the command is interrupted
   */
  public static void expect(ClassSources sources, Collection<Path> files) {
    try {
      sources.expect(files);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while bundling", e);
    }
  }
}

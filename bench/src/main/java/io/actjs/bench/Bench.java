package io.actjs.bench;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures figures and prints each as one line of JSON. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures the figures whose names are among the given words or begin with one, or all.")
public final class Bench implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FIGURE",
      description = "A figure's name or its beginning.")
  private List<String> wanted = new ArrayList<>();

  @Option(names = "--seconds", defaultValue = "2", description = "Of one round (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--rounds", defaultValue = "3", description = "Per server (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warmup",
      defaultValue = "30",
      description = "Most seconds of load before a server is measured (${DEFAULT-VALUE}).")
  private double warmup;

  @Option(
      names = "--sockets",
      defaultValue = "64",
      description =
          "WebSockets that share the calls in flight, at most one for each (${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--server-option",
      paramLabel = "OPTION",
      description = "One more JVM option for every server, to profile it for example.")
  private List<String> serverOptions = new ArrayList<>();

  @Option(
      names = "--data",
      required = true,
      description = "Directory for data and logs, on the disk to be measured.")
  private Path data = Path.of("");

  @Option(names = "--list", description = "Prints the names of the figures.")
  private boolean list;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<Figure> chosen = chosen();
    if (list) {
      chosen.forEach(figure -> System.out.println(figure.name()));
      return 0;
    }
    Path directory = Files.createTempDirectory(Files.createDirectories(data), "run-");
    int failures = 0;
    try (Lab lab =
        new Lab(new Options(seconds, rounds, warmup, sockets, serverOptions, directory))) {
      for (Figure figure : chosen) {
        failures += measured(figure, lab) ? 0 : 1;
      }
    }
    return failures == 0 ? 0 : 1;
  }

  private List<Figure> chosen() {
    List<Figure> all = Figures.all();
    List<Figure> chosen = all.stream().filter(figure -> isWanted(figure, all)).toList();
    if (chosen.isEmpty()) {
      throw new CommandLine.ParameterException(
          new CommandLine(this), "no figure begins with " + wanted + "; --list shows them");
    }
    return chosen;
  }

  /** A word that is the whole name of a figure means that one only. */
  private boolean isWanted(Figure figure, List<Figure> all) {
    return wanted.isEmpty()
        || wanted.stream()
            .anyMatch(
                word ->
                    all.stream().anyMatch(it -> it.name().equals(word))
                        ? figure.name().equals(word)
                        : figure.name().startsWith(word));
  }

  private static boolean measured(Figure figure, Lab lab) {
    try {
      figure.measure(lab).forEach(System.out::println);
      return true;
    } catch (BenchFailure | IOException e) {
      System.err.println(figure.name() + ": " + e);
      return false;
    }
  }
}

package io.actjs.actctl.command.publish;

import io.actjs.actctl.bundle.ClassArguments.ClassFile;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.publish.PublishedTexts.Made;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Progress;
import io.actjs.model.ActjsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes several classes, those that others use first. All of them are validated before the
 * first is published, so that a mistake in one publishes none.
 */
final class PublishPlan {
  private final Server to;
  private final PublishOptions options;
  private final SigningOptions signing;
  private final Progress progress;
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private int steps;
  private int done;

  PublishPlan(Server to, PublishOptions options, SigningOptions signing, Progress progress) {
    this.to = to;
    this.options = options;
    this.signing = signing;
    this.progress = progress;
  }

  /**
   * Publishes them; a dry run validates only.
   *
   * @return what became of each, in the order in which they were published
   * @throws Failure when one is refused: it says what was published before
   */
  List<Publication> run(List<ClassFile> files) {
    steps = files.size() * (options.dryRun() ? 2 : 3);
    try (PublishedTexts texts = new PublishedTexts(to, options, files)) {
      List<Publication> publications = new ArrayList<>();
      for (Made made : inOrder(made(texts, files))) {
        Publication publication = new Publication(to, options, signing, made);
        publications.add(publication);
        attempt(
            made.className(),
            () -> {
              publication.prepare(true);
              return publication;
            });
      }
      requireNoFailure(files.size());
      if (!options.dryRun()) {
        publish(publications);
      }
      return publications;
    } finally {
      progress.end();
    }
  }

  private Map<String, Made> made(PublishedTexts texts, List<ClassFile> files) {
    texts.expectAll();
    Map<String, Made> made = new LinkedHashMap<>();
    for (ClassFile file : files) {
      Made each = attempt(file.className(), () -> texts.of(file));
      if (each != null) {
        made.put(file.className(), each);
      }
    }
    return made;
  }

  /** What is used before what uses it; a circle is broken at the one that was named first. */
  private static List<Made> inOrder(Map<String, Made> made) {
    Set<String> begun = new LinkedHashSet<>();
    List<Made> ordered = new ArrayList<>();
    made.keySet().forEach(name -> place(name, made, begun, ordered));
    return ordered;
  }

  private static void place(
      String name, Map<String, Made> made, Set<String> begun, List<Made> ordered) {
    Made each = made.get(name);
    if (each != null && begun.add(name)) {
      each.uses().forEach(used -> place(used, made, begun, ordered));
      ordered.add(each);
    }
  }

  private void publish(List<Publication> publications) {
    List<String> published = new ArrayList<>();
    for (Publication each : publications) {
      try {
        if (!each.unchanged()) {
          each.publish();
          published.add(each.ref());
        }
      } catch (Failure e) {
        String before = published.isEmpty() ? "nothing" : String.join(", ", published);
        throw new Failure(
            e.code(),
            "%s; published before it: %s".formatted(named(each.ref(), e.detail()), before),
            e.diagnostics(),
            e);
      }
      step();
    }
  }

  private void step() {
    done++;
    progress.show(done, steps);
  }

  private <T> @Nullable T attempt(String className, Supplier<T> work) {
    try {
      return work.get();
    } catch (Failure e) {
      failures.put(className, e);
      return null;
    } catch (ActjsException e) {
      failures.put(className, new Failure(e.code().name(), e.detail(), Diagnostics.of(e), e));
      return null;
    } finally {
      step();
    }
  }

  private void requireNoFailure(int classes) {
    if (failures.isEmpty()) {
      return;
    }
    Map.Entry<String, Failure> first = failures.entrySet().iterator().next();
    Failure cause = first.getValue();
    if (failures.size() == 1) {
      throw new Failure(
          cause.code(),
          "nothing is published: " + named(first.getKey(), cause.detail()),
          cause.diagnostics(),
          cause);
    }
    List<String> lines = new ArrayList<>();
    failures.forEach(
        (className, failure) -> {
          String code = failure.code() == null ? "" : failure.code() + ": ";
          lines.add(className + ": " + code + failure.detail());
          lines.addAll(ErrorLines.unsaid(failure.detail(), failure.diagnostics()));
        });
    throw new Failure(
        cause.code(),
        "nothing is published: %d of %d classes cannot be".formatted(failures.size(), classes),
        lines,
        cause);
  }

  private static String named(String className, String detail) {
    return detail.contains(className) ? detail : className + ": " + detail;
  }
}

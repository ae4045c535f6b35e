package io.actjs.registry.route;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The raw routes of some class versions. A path that fits several takes the one that names most of
 * it, from the left: {@code /hooks/stripe/:id} comes before {@code /hooks/:kind/:id}.
 */
public final class RouteTable {
  private static final Comparator<Entry> MOST_NAMED_FIRST =
      Comparator.comparing((Entry entry) -> pattern(entry.route()))
          .thenComparing(entry -> entry.version().ref().name());

  /** In that order. */
  private final List<Entry> entries;

  private record Entry(ClassVersion version, RawRoute route) {}

  private RouteTable(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * @param versions one of each class
   */
  public static RouteTable of(Iterable<ClassVersion> versions) {
    List<Entry> entries = new ArrayList<>();
    for (ClassVersion version : versions) {
      for (RawRoute route : RawRoute.among(version.shape().handlers())) {
        entries.add(new Entry(version, route));
      }
    }
    entries.sort(MOST_NAMED_FIRST);
    return new RouteTable(List.copyOf(entries));
  }

  /** Parameters sort behind everything else. */
  private static String pattern(RawRoute route) {
    List<String> parts =
        route.segments().stream().map(it -> RawRoute.isParameter(it) ? "\uffff" : it).toList();
    return String.join("/", parts);
  }

  /**
   * Where a request goes.
   *
   * @param params what the parameters of the path stand for
   */
  public record Target(ActorRef ref, String handler, Map<String, String> params) {}

  /**
   * The target; null when no route has that method and path.
   *
   * @param path decoded segments
   * @throws io.actjs.model.ActjsException {@code SchemaInvalid} when the id in it cannot be one
   */
  public @Nullable Target find(String method, List<String> path) {
    for (Entry entry : entries) {
      if (entry.route().method().equals(method)) {
        Map<String, String> params = entry.route().match(path);
        if (params != null) {
          String id = params.get(entry.route().idParameter());
          return new Target(
              new ActorRef(entry.version().ref().name(), id), entry.route().handler(), params);
        }
      }
    }
    return null;
  }

  /** The methods with which there are routes of that path, sorted. */
  public Set<String> methods(List<String> path) {
    Set<String> methods = new TreeSet<>();
    for (Entry entry : entries) {
      if (entry.route().match(path) != null) {
        methods.add(entry.route().method());
      }
    }
    return methods;
  }

  /**
   * Refuses a version with a route that takes the same requests as one of these.
   *
   * @throws ActjsException {@code RouteTaken}
   */
  public void requireFree(ClassVersion candidate) {
    for (RawRoute wanted : RawRoute.among(candidate.shape().handlers())) {
      for (Entry entry : entries) {
        if (entry.route().shape().equals(wanted.shape())) {
          throw new ActjsException(
              ProblemCode.RouteTaken,
              "%s has the route %s, which %s has already as %s: choose another path, or publish a version of %s without it first"
                  .formatted(
                      candidate.ref(),
                      wanted.handler(),
                      entry.version().ref(),
                      entry.route().handler(),
                      entry.version().ref().name()));
        }
      }
    }
  }
}

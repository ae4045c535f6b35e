package io.actjs.registry.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A raw route: a handler whose name is a method and a path, such as {@code POST /hooks/:id}. The
 * kernel has checked the path when the class was published.
 *
 * @param segments of the path; a parameter begins with a colon
 * @param handler the handler's name
 */
public record RawRoute(String method, List<String> segments, String handler) {
  private static final Pattern NAME = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) /(.*)");
  private static final String ID = ":id";

  public RawRoute {
    segments = List.copyOf(segments);
  }

  /** The route that a handler of that name serves; null when it serves none. */
  public static @Nullable RawRoute of(String handler) {
    var matcher = NAME.matcher(handler);
    return matcher.matches()
        ? new RawRoute(matcher.group(1), List.of(matcher.group(2).split("/", -1)), handler)
        : null;
  }

  /** Those of a class that has these handlers. */
  public static List<RawRoute> among(List<String> handlers) {
    List<RawRoute> routes = new ArrayList<>();
    for (String handler : handlers) {
      RawRoute route = of(handler);
      if (route != null) {
        routes.add(route);
      }
    }
    return routes;
  }

  static boolean isParameter(String segment) {
    return segment.startsWith(":");
  }

  /** Two routes of one shape take the same requests. */
  public String shape() {
    List<String> parts = segments.stream().map(it -> isParameter(it) ? ":" : it).toList();
    return method + " /" + String.join("/", parts);
  }

  /**
   * What the parameters stand for in the path; null when it is not one of this route.
   *
   * @param path decoded segments
   */
  @Nullable Map<String, String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (isParameter(segment)) {
        params.put(segment.substring(1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return null;
      }
    }
    return params;
  }

  /** The parameter that is the actor's id: the one called so, or the only one. */
  String idParameter() {
    String only = segments.stream().filter(RawRoute::isParameter).findFirst().orElse(ID);
    return (segments.contains(ID) ? ID : only).substring(1);
  }
}

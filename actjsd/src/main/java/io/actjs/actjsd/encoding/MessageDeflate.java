package io.actjs.actjsd.encoding;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.websocket.core.AbstractExtension;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket extension permessage-deflate (RFC 7692), as far as the connection's layer has to
 * know about it: that the first reserved bit is in use. The connection itself compresses and
 * expands messages, because it compresses one that goes to many only once, and knows what an
 * expanded one may take.
 *
 * <p>No message refers to another, in neither direction, so a connection keeps nothing for it.
 */
public final class MessageDeflate extends AbstractExtension {
  private static final String NAME = "permessage-deflate";
  private static final String CLIENT_FORGETS = "client_no_context_takeover";
  private static final String SERVER_FORGETS = "server_no_context_takeover";
  private static final String CLIENT_WINDOW = "client_max_window_bits";
  private static final String SERVER_WINDOW = "server_max_window_bits";

  /** The only window that Java's library compresses with. */
  private static final String WINDOW = "15";

  private static final Set<String> KNOWN =
      Set.of(CLIENT_FORGETS, SERVER_FORGETS, CLIENT_WINDOW, SERVER_WINDOW);

  /** For whoever makes extensions by their names. */
  public static void register(WebSocketComponents components) {
    components.getExtensionRegistry().register(NAME, MessageDeflate.class);
  }

  /** The answer to the first offer that can be accepted, or null. */
  public static @Nullable ExtensionConfig accept(List<ExtensionConfig> offers) {
    for (ExtensionConfig offer : offers) {
      if (offer.getName().equalsIgnoreCase(NAME) && isAcceptable(offer)) {
        Map<String, @Nullable String> agreed = new TreeMap<>();
        agreed.put(CLIENT_FORGETS, null);
        agreed.put(SERVER_FORGETS, null);
        if (offer.getParameterKeys().contains(SERVER_WINDOW)) {
          agreed.put(SERVER_WINDOW, WINDOW);
        }
        return new ExtensionConfig(NAME, agreed);
      }
    }
    return null;
  }

  private static boolean isAcceptable(ExtensionConfig offer) {
    return KNOWN.containsAll(offer.getParameterKeys())
        && (!offer.getParameterKeys().contains(SERVER_WINDOW)
            || WINDOW.equals(offer.getParameter(SERVER_WINDOW, "")));
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean isRsv1User() {
    return true;
  }
}

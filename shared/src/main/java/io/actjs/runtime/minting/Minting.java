package io.actjs.runtime.minting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.access.Principal;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityTerms;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.wire.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Mints the capabilities that handlers ask for, each for its own actor. That is done outside of the
 * isolate, which never has a private key, and on a storage thread.
 */
public final class Minting {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Capabilities capabilities;
  private final StoreAccess store;

  public Minting(Capabilities capabilities, StoreAccess store) {
    this.capabilities = capabilities;
    this.store = store;
  }

  /**
   * Mints one. Exactly one of the last two is called, on any thread; neither may block.
   *
   * @param actor for which it is
   * @param by on whose behalf the handler runs; null for nobody in particular
   * @param asked what the kernel has checked: {@code {"methods":[…],"grants":[…],"ttlMs":…}} and
   *     perhaps {@code "audience"}
   * @param done gets the token as raw JSON
   */
  public void mint(
      ActorRef actor,
      @Nullable Principal by,
      String asked,
      Consumer<String> done,
      Consumer<ActjsException> failed) {
    String sub = (by == null ? Principal.ANONYMOUS : by).sub();
    store.attempt(
        () -> JsonText.quote(capabilities.mint(terms(actor, asked), sub, "actor").token()),
        done,
        failed);
  }

  private static CapabilityTerms terms(ActorRef actor, String asked) {
    JsonNode options;
    try {
      options = JSON.readTree(asked);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kernel writes JSON", e);
    }
    return new CapabilityTerms(
        actor,
        texts(options.path("methods")),
        texts(options.path("grants")),
        options.path("audience").textValue(),
        options.path("ttlMs").longValue());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>(array.size());
    array.forEach(each -> texts.add(each.textValue()));
    return texts;
  }
}

package io.actjs.actjsd.access.hook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.UserPrincipal;
import io.actjs.model.ActjsException;
import io.actjs.model.access.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** Asks the function of the operator. Whatever it does but answer refuses the request. */
final class HookAuthenticator implements Authenticator {
  /** Characters of an answer: a principal has fewer. */
  private static final int LONGEST_ANSWER = 64 << 10;

  private static final String TOKEN = "token";

  private final HookThread thread;
  private final HookReload reload;
  private final HookLog log = new HookLog();

  HookAuthenticator(HookThread thread, HookReload reload) {
    this.thread = thread;
    this.reload = reload;
  }

  @Override
  public boolean isAtHand(Credentials presented) {
    return false;
  }

  @Override
  public @Nullable Identity identify(Credentials presented) {
    reload.look();
    HookIsolate.Answer answer = thread.ask(request(presented).toString());
    String json = answer.json();
    if (json == null) {
      log.failed(answer.failure());
      throw Door.unauthorized("auth.ts of this server failed with this request; its log says why");
    }
    return json.equals("null") ? null : Identity.lasting(principal(json));
  }

  private Principal principal(String json) {
    try {
      if (json.length() > LONGEST_ANSWER) {
        throw Door.unauthorized("the principal is longer than 64 KiB");
      }
      return UserPrincipal.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (ActjsException e) {
      log.failed("it returned what is no principal: " + e.detail());
      throw Door.unauthorized(
          "auth.ts of this server returned what is no principal; its log says why");
    }
  }

  private static ObjectNode request(Credentials presented) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    String target = presented.target();
    int query = target.indexOf('?');
    request.put("method", presented.method());
    request.put("path", query < 0 ? target : target.substring(0, query));
    ObjectNode parameters = request.putObject("query");
    if (query >= 0) {
      parse(target.substring(query + 1), parameters);
    }
    ObjectNode headers = request.putObject("headers");
    for (String name : presented.headers()) {
      headers.put(name.toLowerCase(Locale.ROOT), presented.header(name));
    }
    request.put("address", presented.address());
    String token = presented.authorization(Credentials.BEARER);
    if (token != null) {
      request.put(TOKEN, token);
    }
    return request;
  }

  /** The first value of each, but for the token, which is told as such. */
  private static void parse(String query, ObjectNode parameters) {
    Fields fields = new Fields(true);
    try {
      UrlEncoded.decodeUtf8To(query, fields);
    } catch (IllegalArgumentException e) {
      throw Door.unauthorized("the query of this request is malformed", e);
    }
    for (Fields.Field field : fields) {
      if (!field.getName().equals(TOKEN)) {
        parameters.put(field.getName(), field.getValue());
      }
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}

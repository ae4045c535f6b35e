package io.actjs.actctl.command.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.command.TimeSpan;
import io.actjs.actctl.command.store.StoreOptions;
import io.actjs.actctl.credential.DataToken;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import io.actjs.actjsd.token.TokenTerms;
import io.actjs.actjsd.token.TokenText;
import io.actjs.actjsd.token.Tokens;
import io.actjs.model.Clock;
import io.actjs.model.access.Principal;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.access.StoredToken;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code actctl token create}. */
@Command(
    name = "create",
    description = {
      "Create a static token and print it. It is shown this once: the server keeps only its hash.",
      "",
      "As soon as there is a token that makes its bearer anything else than an administrator, the "
          + "server has users, and refuses requests that present nothing.",
      "",
      "With --data or --database the token is put into the store of a stopped server: so "
          + "administrators who have lost their token get another one.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl token create --sub alice --role editor --claim level=7 --expires 30d",
      "  actctl token create --role admin --data .actjs"
    })
final class TokenCreateCommand implements Callable<Integer> {
  private static final String ADMIN = "admin";

  @Spec private CommandSpec spec;

  @Option(
      names = "--sub",
      paramLabel = "SUB",
      description = "Name of the principal (default with --role admin: admin).")
  private @Nullable String sub;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "Role of the principal; repeatable. The role admin administers the server.")
  private List<String> roles = List.of();

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Tenant of the principal.")
  private @Nullable String tenant;

  @Option(
      names = "--claim",
      paramLabel = "NAME=VALUE",
      description =
          "Claim of the principal; repeatable. A value that is JSON is taken as such, any other as a"
              + " string.")
  private Map<String, String> claims = new LinkedHashMap<>();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description =
          "Life of the token, e.g. 30d, or its end, e.g. 2030-01-31T00:00:00Z (default: none).")
  private @Nullable String expires;

  @Option(names = "--note", paramLabel = "TEXT", description = "Purpose of the token.")
  private String note = "";

  @Mixin private ServerOption server;
  @Mixin private StoreOptions store;
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    JsonNode token = store.isGiven() ? inStore() : atServer();
    output.print(token, () -> token.path("token").asText());
    if (!output.json()) {
      output.note(
          "token "
              + token.path("id").asText()
              + " for "
              + token.path("sub").asText()
              + "; it is not shown again");
    }
    return 0;
  }

  private JsonNode atServer() {
    ObjectNode body = Json.object().put("sub", sub());
    roles.forEach(role -> body.withArray("roles").add(role));
    if (tenant != null) {
      body.put("tenant", tenant);
    }
    body.set("claims", claims());
    body.put("note", note);
    if (expires != null) {
      body.put("expiresAt", expiresAt());
    }
    return server.server(output::warn).post("/v1/admin/tokens", body.toString());
  }

  private JsonNode inStore() {
    TokenTerms terms =
        new TokenTerms(
            sub(),
            roles,
            tenant,
            claims().toString(),
            note,
            expires == null ? StoredToken.NEVER : expiresAt());
    TokenText secret = TokenText.mint();
    try (StorageDriver driver = store.openExisting("To create a token on it, leave out --data.")) {
      Tokens tokens = Tokens.of(driver, Clock.SYSTEM);
      StoredToken token = tokens.create(terms, secret, Principal.SYSTEM.sub());
      Path data = store.dataDir();
      if (data != null && token.roles().contains(Principal.ADMIN_ROLE)) {
        keep(DataToken.in(data), tokens, secret);
      }
      ObjectNode json = Json.object().put("id", token.id()).put("sub", token.sub());
      json.set("roles", Json.parse(Json.compact(roles())));
      return json.put("createdAt", token.createdAt()).put("token", secret.reveal());
    }
  }

  private JsonNode roles() {
    var array = Json.object().putArray("roles");
    roles.forEach(array::add);
    return array;
  }

  /** Where the next start finds it, unless it finds another one there. */
  private static void keep(DataToken beside, Tokens tokens, TokenText secret) {
    String present = beside.read();
    if (present == null || !tokens.isAdmin(present)) {
      beside.keep(secret.reveal());
    }
  }

  private String sub() {
    if (sub != null) {
      return sub;
    }
    if (roles.contains(Principal.ADMIN_ROLE)) {
      return ADMIN;
    }
    throw wrong("Missing required option: '--sub=SUB'");
  }

  private ObjectNode claims() {
    ObjectNode object = Json.object();
    claims.forEach((name, value) -> object.set(name, claim(value)));
    return object;
  }

  private static JsonNode claim(String value) {
    try {
      return Json.parse(value);
    } catch (MalformedJson e) {
      return Json.object().textNode(value);
    }
  }

  private long expiresAt() {
    try {
      return TimeSpan.after(Instant.now(), String.valueOf(expires)).toEpochMilli();
    } catch (TypeConversionException e) {
      throw wrong("--expires: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

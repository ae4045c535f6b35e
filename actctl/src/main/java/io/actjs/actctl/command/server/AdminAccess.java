package io.actjs.actctl.command.server;

import io.actjs.actctl.credential.Credentials;
import io.actjs.actctl.credential.DataToken;
import io.actjs.actctl.screen.Failure;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.token.TokenTerms;
import io.actjs.actjsd.token.TokenText;
import io.actjs.actjsd.token.Tokens;
import io.actjs.model.access.Principal;
import io.actjs.storage.access.StoredToken;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a server has an administrator, and that {@code actctl} of the user who starts it
 * is let in: with a token that is made at the first start, or with the one that was made then.
 */
public final class AdminAccess {
  private static final String SUB = "admin";
  private static final String NOTE = "made when the server was started first";

  private final DaemonConfig config;
  private final Credentials credentials;
  private final @Nullable DataToken beside;
  private final Consumer<String> warnings;
  private Result result = new Result(null, List.of());

  /**
   * What was made of it.
   *
   * @param made a token that nobody has been told yet; null when none was needed
   * @param kept where it can be found
   */
  record Result(@Nullable String made, List<Path> kept) {
    @Override
    public String toString() {
      return "Result[hidden]";
    }
  }

  /**
   * @param warnings receives what the user should know
   */
  public AdminAccess(DaemonConfig config, Credentials credentials, Consumer<String> warnings) {
    this.config = config;
    this.credentials = credentials;
    this.warnings = warnings;
    Path data = config.dataDir();
    this.beside = data == null ? null : DataToken.in(data);
  }

  /** What was made of it; nothing before {@link #ensure}. */
  Result result() {
    return result;
  }

  /**
   * To be done before the server answers.
   *
   * @param server its address
   */
  public void ensure(Tokens tokens, URI server) {
    if (!config.access().isOpen()) {
      result = ensured(tokens, server);
    }
  }

  private Result ensured(Tokens tokens, URI server) {
    AdminToken given = config.access().adminToken();
    if (given == null && !tokens.haveAdmin()) {
      return made(tokens, server);
    }
    String known = known(tokens);
    if (known != null) {
      return new Result(null, keep(known, server));
    }
    forgetUnlessGiven(given, server);
    if (given == null) {
      warnings.accept(
          "the store has an administrator's token, but it is not kept here: present it with --token"
              + " or $ACTJS_ADMIN_TOKEN; if it is lost, stop the server and make another one with"
              + " \"actctl token create --role admin --data DIR\" (or --database URL)");
    }
    return new Result(null, List.of());
  }

  /** Kept before it counts: whatever happens in between, nobody has to look for a token. */
  private Result made(Tokens tokens, URI server) {
    TokenText token = TokenText.mint();
    List<Path> kept = keep(token.reveal(), server);
    var unused =
        tokens.create(
            new TokenTerms(SUB, List.of(Principal.ADMIN_ROLE), null, "{}", NOTE, StoredToken.NEVER),
            token,
            Principal.SYSTEM.sub());
    return new Result(token.reveal(), kept);
  }

  /** A live token of an administrator of this store that the user has, if there is one. */
  private @Nullable String known(Tokens tokens) {
    List<String> candidates = new ArrayList<>();
    try {
      candidates.addAll(credentials.all());
    } catch (Failure e) {
      warnings.accept(e.detail());
    }
    try {
      String own = beside == null ? null : beside.read();
      if (own != null) {
        candidates.add(own);
      }
    } catch (Failure e) {
      warnings.accept(e.detail());
    }
    Collections.reverse(candidates);
    return candidates.stream().filter(tokens::isAdmin).findFirst().orElse(null);
  }

  private List<Path> keep(String token, URI server) {
    List<Path> kept = new ArrayList<>();
    try {
      if (!token.equals(credentials.find(server))) {
        credentials.keep(server, token);
      }
      kept.add(credentials.file());
    } catch (Failure e) {
      warnings.accept(e.detail());
    }
    try {
      if (beside != null) {
        if (!token.equals(beside.read())) {
          beside.keep(token);
        }
        kept.add(beside.file());
      }
    } catch (Failure e) {
      warnings.accept(e.detail());
    }
    return kept;
  }

  /** A token of another server at this address would have every command refused. */
  private void forgetUnlessGiven(@Nullable AdminToken given, URI server) {
    try {
      String present = credentials.find(server);
      if (present != null && (given == null || !given.matches(present))) {
        credentials.forget(server);
      }
    } catch (Failure e) {
      warnings.accept(e.detail());
    }
  }
}

package io.actjs.actjsd.access.hook;

import io.actjs.actjsd.access.Authenticator;
import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.actjsd.access.Credentials;
import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.Identity;
import io.actjs.model.access.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A provider as others write it: it knows one badge. */
public final class BadgeProvider implements AuthenticatorProvider {
  static final String NAME = "badge";
  static final AtomicInteger closed = new AtomicInteger();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Authenticator open() {
    return new Authenticator() {
      @Override
      public @Nullable Identity identify(Credentials presented) {
        String badge = presented.header("X-Badge");
        if (badge == null) {
          return null;
        }
        if (!badge.equals("7")) {
          throw Door.unauthorized("there is no such badge");
        }
        return Identity.lasting(Principal.of("badge-7", List.of(Principal.ADMIN_ROLE)));
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}

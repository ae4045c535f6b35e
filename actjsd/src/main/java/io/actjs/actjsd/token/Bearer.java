package io.actjs.actjsd.token;

import io.actjs.model.access.Principal;
import io.actjs.storage.access.StoredToken;
import java.util.List;

/** A stored token and whom it stands for. */
public record Bearer(StoredToken token, Principal principal) {

  /** Whether it makes its bearer nothing but an administrator. */
  boolean isAdminOnly() {
    return token.roles().equals(List.of(Principal.ADMIN_ROLE));
  }
}

package io.actjs.actjsd.access.hook;

import io.actjs.actjsd.access.AuthenticatorProvider;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The providers that are on the class path, beside those of the server itself. */
public final class InstalledProviders {
  private InstalledProviders() {}

  /**
   * The one of that name.
   *
   * @throws ActjsException {@code SchemaInvalid} when there is none, or more than one
   */
  public static AuthenticatorProvider named(String name) {
    List<AuthenticatorProvider> all = all();
    List<AuthenticatorProvider> found =
        all.stream().filter(provider -> provider.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the class path has %d providers with the name \"%s\"; there are: %s"
              .formatted(
                  found.size(), name, all.stream().map(AuthenticatorProvider::name).toList()));
    }
    return found.getFirst();
  }

  private static List<AuthenticatorProvider> all() {
    try {
      return ServiceLoader.load(AuthenticatorProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .toList();
    } catch (ServiceConfigurationError e) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "a provider on the class path fails: " + e.getMessage(), e);
    }
  }
}

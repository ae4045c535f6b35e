package io.actjs.actjsd.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of a server.
 *
 * @param certificate its own first, then those that lead to the root
 * @param key without a passphrase
 * @param clientCa whose certificates identify clients, or null to ask for none
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientCa) {}

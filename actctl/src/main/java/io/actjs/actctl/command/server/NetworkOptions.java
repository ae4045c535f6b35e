package io.actjs.actctl.command.server;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.tls.TlsFiles;
import io.actjs.model.ActjsException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who may reach a daemon, and how. */
final class NetworkOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = DaemonConfig.DEFAULT_HOST,
      description =
          "Address to listen on; other than a loopback address only with users or --insecure"
              + " (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--insecure",
      description = "Listen on any address although everybody who can reach it may do everything.")
  private boolean insecure;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM file of the certificate and its chain; read again when it changes.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file of the certificate's private key, without a passphrase.")
  private @Nullable Path key;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description = "PEM file of the authorities whose client certificates are accepted.")
  private @Nullable Path clientCa;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "CIDR",
      description =
          "Address or network of a proxy whose Forwarded and X-Forwarded-* headers are believed;"
              + " repeatable (default: none).")
  private List<String> proxies = List.of();

  @Option(
      names = "--allowed-host",
      paramLabel = "NAME",
      description =
          "Host name under which clients use the server, e.g. app.example.org or *.example.org;"
              + " repeatable (always: this machine, --host and the names of the certificate).")
  private List<String> hosts = List.of();

  @Option(
      names = "--cors-origin",
      paramLabel = "ORIGIN",
      description =
          "Web origin whose pages may use the server from a browser, e.g. https://app.example.org;"
              + " repeatable (default: none but the server's own).")
  private List<String> origins = List.of();

  DaemonConfig applyTo(DaemonConfig config) {
    return config
        .withHost(host)
        .withCrossOrigin(parsed("--cors-origin", () -> CrossOrigin.of(origins)))
        .withNetwork(
            Network.DEFAULT
                .withInsecure(insecure)
                .withTls(tls())
                .withProxies(parsed("--trusted-proxy", () -> TrustedProxies.of(proxies)))
                .withHosts(parsed("--allowed-host", () -> AllowedHosts.of(hosts))));
  }

  private @Nullable TlsFiles tls() {
    if (certificate != null && key != null) {
      return new TlsFiles(certificate, key, clientCa);
    }
    if (certificate != null || key != null) {
      throw wrong("--tls-cert and --tls-key belong together: give both", null);
    }
    if (clientCa != null) {
      throw wrong("--client-ca requires TLS: give --tls-cert and --tls-key", null);
    }
    return null;
  }

  private <T> T parsed(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (ActjsException e) {
      throw wrong(option + ": " + e.detail(), e);
    }
  }

  private ParameterException wrong(String message, @Nullable ActjsException cause) {
    return cause == null
        ? new ParameterException(spec.commandLine(), message)
        : new ParameterException(spec.commandLine(), message, cause);
  }
}

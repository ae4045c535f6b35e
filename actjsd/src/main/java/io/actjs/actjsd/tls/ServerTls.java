package io.actjs.actjsd.tls;

import io.actjs.model.ActjsException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of a server, made of its {@link TlsFiles}. When these change, later handshakes use what
 * is in them; connections that are open go on as they are. What cannot be used, such as a key that
 * does not belong to the certificate yet because only one of them is written, is left alone until
 * the files change again.
 */
public final class ServerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private static final long LOOK_MS = 1_000;

  private final TlsFiles files;
  private final Context context = new Context();
  private final AtomicBoolean looking = new AtomicBoolean();

  /** Of what was last read, whether it could be used or not; for whoever looks. */
  private String digest;

  private volatile Set<String> names;

  /** TLS 1.2 and 1.3 with forward secrecy and authenticated encryption, and HTTP/1.1. */
  private static final class Context extends SslContextFactory.Server {
    Context() {
      setIncludeProtocols("TLSv1.3", "TLSv1.2");
      addExcludeCipherSuites("^.*_CBC_.*$");
      setRenegotiationAllowed(false);
    }

    @Override
    public SSLParameters customize(SSLParameters parameters) {
      SSLParameters customized = super.customize(parameters);
      customized.setApplicationProtocols(new String[] {"http/1.1"});
      return customized;
    }
  }

  /** What is in the files at a time. */
  private record Contents(PemFile certificate, PemFile key, @Nullable PemFile clientCa) {
    static Contents of(TlsFiles files) {
      return new Contents(
          PemFile.read(files.certificate()),
          PemFile.read(files.key()),
          files.clientCa() == null ? null : PemFile.read(files.clientCa()));
    }

    String digest() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(digest(certificate));
        digest.update(digest(key));
        digest.update(digest(clientCa));
        return HexFormat.of().formatHex(digest.digest());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private static byte[] digest(@Nullable PemFile file) throws GeneralSecurityException {
      return MessageDigest.getInstance("SHA-256").digest(file == null ? new byte[0] : file.bytes());
    }
  }

  private ServerTls(TlsFiles files, Contents contents) {
    this.files = files;
    this.digest = contents.digest();
    Certificate certificate = Certificate.of(contents.certificate, contents.key);
    this.names = certificate.names();
    context.setWantClientAuth(contents.clientCa != null);
    context.setSslContext(sslContext(certificate, contents));
    tell(certificate);
  }

  /**
   * @throws ActjsException {@code SchemaInvalid}, which names the file that does not have what it
   *     should
   */
  public static ServerTls of(TlsFiles files) {
    return new ServerTls(files, Contents.of(files));
  }

  private static SSLContext sslContext(Certificate certificate, Contents contents) {
    TrustManager[] trust =
        contents.clientCa == null
            ? null
            : PemCertificates.trust(contents.clientCa).getTrustManagers();
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(certificate.keys().getKeyManagers(), trust, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw contents.key.wrong("cannot be used for TLS: " + e.getMessage(), e);
    }
  }

  private static void tell(Certificate certificate) {
    String objection = certificate.objection(Instant.now());
    if (objection != null) {
      LOG.warn("clients will not accept it: {}", objection);
    }
    if (certificate.names().isEmpty()) {
      LOG.warn(
          "clients will not accept the certificate: it names no host (subject alternative name)");
    }
  }

  /** What makes the handshakes. */
  public SslContextFactory.Server context() {
    return context;
  }

  /** The names and addresses of the certificate that handshakes use now. */
  public Set<String> names() {
    return names;
  }

  /** Looks for changes from now on, until the scheduler ends. */
  public void watch(Scheduler scheduler) {
    var unused =
        scheduler.schedule(
            () -> {
              if (looking.compareAndSet(false, true)) {
                // The disk may be slow.
                Thread.ofVirtual().name("actjsd-tls").start(this::lookOnce);
              }
              if (scheduler.isRunning()) {
                watch(scheduler);
              }
            },
            LOOK_MS,
            TimeUnit.MILLISECONDS);
  }

  private void lookOnce() {
    try {
      look();
    } finally {
      looking.set(false);
    }
  }

  /** Looks whether the files have changed, and uses what is in them if it can. */
  void look() {
    String seen = "unreadable";
    try {
      Contents contents = Contents.of(files);
      seen = contents.digest();
      if (seen.equals(digest)) {
        return;
      }
      Certificate certificate = Certificate.of(contents.certificate, contents.key);
      SSLContext next = sslContext(certificate, contents);
      context.reload(it -> it.setSslContext(next));
      names = certificate.names();
      LOG.info("new connections use the changed certificate, which ends on {}", certificate.end());
      tell(certificate);
    } catch (ActjsException e) {
      refuse(seen, e.detail());
    } catch (Exception e) {
      refuse(seen, String.valueOf(e.getMessage()));
    } finally {
      digest = seen;
    }
  }

  /** Once for what is in the files. */
  private void refuse(String seen, String reason) {
    if (!seen.equals(digest)) {
      LOG.error(
          "the certificate stays as it is, what the files have now is not usable: {}", reason);
    }
  }
}

package io.actjs.actjsd.tls;

import io.actjs.model.ActjsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a PEM file. */
public final class PemCertificates {
  private PemCertificates() {}

  /**
   * Those of the file, in its order; one at least.
   *
   * @throws ActjsException {@code SchemaInvalid}
   */
  static List<X509Certificate> of(PemFile file) {
    List<X509Certificate> all = new ArrayList<>();
    for (PemFile.Block block : file.blocks()) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
        all.add(certificate(file, block, all.size() + 1));
      }
    }
    if (all.isEmpty()) {
      throw file.lacks("certificate");
    }
    return all;
  }

  private static X509Certificate certificate(PemFile file, PemFile.Block block, int number) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException | IllegalArgumentException e) {
      throw file.wrong("has a certificate, number " + number + ", that cannot be read", e);
    }
  }

  /**
   * What trusts the authorities of a file, and nobody else.
   *
   * @throws ActjsException {@code SchemaInvalid}
   */
  public static TrustManagerFactory trust(Path file) {
    return trust(PemFile.read(file));
  }

  static TrustManagerFactory trust(PemFile file) {
    List<X509Certificate> authorities = of(file);
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("ca" + i, authorities.get(i));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSCompressedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.ZlibCompressor;
import org.bouncycastle.util.CollectionStore;
import org.sealpost.testpki.Holder;

/** Kinds of CMS that the openssl command of this machine may not make. */
final class CmsMails {
  private CmsMails() {}

  static byte[] compressed(byte[] entity) throws IOException {
    try {
      byte[] cms =
          new CMSCompressedDataGenerator()
              .generate(new CMSProcessableByteArray(entity), new ZlibCompressor())
              .getEncoded();
      return entity("compressed-data", cms);
    } catch (CMSException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] certificatesOnly(Holder... holders) throws IOException {
    try {
      List<X509CertificateHolder> certificates = new ArrayList<>();
      for (Holder holder : holders) {
        certificates.add(new X509CertificateHolder(holder.certificate().getEncoded()));
      }
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addCertificates(new CollectionStore<>(certificates));
      byte[] cms = generator.generate(new CMSProcessableByteArray(new byte[0]), false).getEncoded();
      return entity("certs-only", cms);
    } catch (CMSException | java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] entity(String type, byte[] cms) {
    String header =
        "Content-Type: application/pkcs7-mime; smime-type="
            + type
            + "; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    return (header + Base64.getMimeEncoder().encodeToString(cms) + "\r\n").getBytes(US_ASCII);
  }
}

package org.sealpost.testmail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.mime.Content;
import org.sealpost.testpki.Holder;

/** S/MIME mail as openssl makes it. */
public final class Makes {
  private final Openssl openssl;

  public Makes(Path folder) {
    this.openssl = new Openssl(folder);
  }

  /** multipart/signed. */
  public byte[] signed(byte[] entity, Holder signer) throws IOException {
    return crlf(openssl.make(entity, sign(signer)));
  }

  /** Opaque SignedData. */
  public byte[] opaque(byte[] entity, Holder signer) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(sign(signer)));
    arguments.add("-nodetach");
    return crlf(openssl.make(entity, arguments.toArray(String[]::new)));
  }

  private String[] sign(Holder signer) throws IOException {
    return new String[] {
      "-sign", "-signer", openssl.certificate(signer), "-inkey", openssl.key(signer)
    };
  }

  /** EnvelopedData in AES-256-CBC, or AuthEnvelopedData where {@code cipher} is a GCM. */
  public byte[] encrypted(byte[] entity, String cipher, Holder recipient) throws IOException {
    return crlf(openssl.make(entity, "-encrypt", cipher, openssl.certificate(recipient)));
  }

  public byte[] encrypted(byte[] entity, Holder recipient) throws IOException {
    return encrypted(entity, "-aes-256-cbc", recipient);
  }

  /** A mail: header fields (lines ending in LF) before an entity. */
  public static Content mail(String header, byte[] entity) {
    return Content.of(
        (header.replace("\n", "\r\n") + new String(entity, ISO_8859_1)).getBytes(ISO_8859_1));
  }

  /** A text block as bytes with CRLF. */
  public static byte[] entity(String text) throws IOException {
    return Mails.bytes(Mails.of(text));
  }

  private static byte[] crlf(byte[] bytes) {
    return new String(bytes, ISO_8859_1)
        .replace("\r\n", "\n")
        .replace("\n", "\r\n")
        .getBytes(ISO_8859_1);
  }
}

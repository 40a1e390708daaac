package org.sealpost.book.exchange;

import com.github.mangstadt.vinnie.SyntaxStyle;
import com.github.mangstadt.vinnie.VObjectParameters;
import com.github.mangstadt.vinnie.io.VObjectWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Writes vCards of version 3.0 (RFC 2426). Stateless. */
final class VCardWriting {
  private VCardWriting() {}

  static String card(Contact contact) {
    StringWriter text = new StringWriter();
    try (VObjectWriter writer = new VObjectWriter(text, SyntaxStyle.NEW)) {
      write(contact, writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Contact contact, VObjectWriter writer) throws IOException {
    writer.writeBeginComponent("VCARD");
    writer.writeVersion("3.0");
    writer.writeProperty("N", escaped(contact.name()) + ";;;;");
    writer.writeProperty("FN", escaped(contact.name()));
    VObjectParameters internet = new VObjectParameters();
    internet.put("TYPE", "INTERNET");
    writer.writeProperty(null, "EMAIL", internet, escaped(contact.address()));
    for (X509Certificate certificate : contact.certificates()) {
      VObjectParameters key = new VObjectParameters();
      key.put("ENCODING", "b");
      key.put("TYPE", "X509");
      String base64 = Base64.getEncoder().encodeToString(ExchangeFormat.encoded(certificate));
      writer.writeProperty(null, "KEY", key, base64);
    }
    writer.writeEndComponent("VCARD");
  }

  /** RFC 2426 §4: backslash, comma and semicolon stand for themselves after a backslash. */
  private static String escaped(String text) {
    return text.replaceAll("([\\\\,;])", "\\\\$1");
  }
}

package org.sealpost.book.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.trust.CertificateFile;

/**
 * Reads the certificates in a file that people exchange: vCard (RFC 6350, 2426), LDIF (RFC 2849),
 * and what {@link CertificateFile} reads. What it is is told by its content, not by its name. What
 * cannot be read does not hide the rest. Nothing that the file names is fetched. Stateless.
 */
public final class ExchangeFile {
  /** A directory of ten thousand people in LDIF has about 20 MB. */
  private static final int MAX_SIZE = 32 << 20;

  /** More than anyone imports; each costs a line on the screen. */
  static final int MAX_ITEMS = 20_000;

  /** Far more than the longest certificate in base64. */
  static final int MAX_LINE = 1 << 20;

  private static final Pattern VCARD =
      Pattern.compile("\\A\\s*+BEGIN:VCARD\\s", Pattern.CASE_INSENSITIVE);
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 #]+)-----.*?-----END \\1-----", Pattern.DOTALL);

  private static final Words WORDS = Words.beside(ExchangeFile.class);

  private ExchangeFile() {}

  /**
   * What the file holds, in its order.
   *
   * @throws IOException if the file cannot be read or holds nothing that should be a certificate;
   *     its message names the file and says why
   */
  public static List<ExchangeItem> read(Path file) throws IOException {
    Optional<byte[]> bytes = bytes(file);
    if (bytes.isEmpty()) {
      throw new TellingIoException(WORDS.phrase("file.large", file, MAX_SIZE >> 20));
    }
    Optional<List<ExchangeItem>> items = texts(bytes.get());
    if (items.isEmpty()) {
      return certificates(file, bytes.get());
    }
    if (items.get().isEmpty()) {
      throw new TellingIoException(WORDS.phrase("file.none", file));
    }
    return items.get();
  }

  /** A file that is not there is told of by who reads it next. */
  private static Optional<byte[]> bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      return bytes.length > MAX_SIZE ? Optional.empty() : Optional.of(bytes);
    } catch (IOException e) {
      return Optional.of(new byte[0]);
    }
  }

  /** What is in a vCard or LDIF; empty if it is neither. */
  static Optional<List<ExchangeItem>> texts(byte[] bytes) {
    String text = withoutMark(new String(bytes, StandardCharsets.UTF_8));
    if (VCARD.matcher(text).lookingAt()) {
      return Optional.of(new VCardReading().read(text));
    }
    return LdifReading.reads(text) ? Optional.of(new LdifReading().read(text)) : Optional.empty();
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<ExchangeItem> certificates(Path file, byte[] bytes) throws IOException {
    try {
      return CertificateFile.read(file).stream().map(ExchangeFile::item).toList();
    } catch (IOException e) {
      List<ExchangeItem> items = blocks(new String(bytes, StandardCharsets.ISO_8859_1));
      if (items.stream().noneMatch(ExchangeItem.Certificate.class::isInstance)) {
        throw e;
      }
      return items;
    }
  }

  private static ExchangeItem item(X509Certificate certificate) {
    return new ExchangeItem.Certificate(certificate, List.of());
  }

  /** A PEM file block by block. */
  private static List<ExchangeItem> blocks(String text) {
    List<ExchangeItem> items = new ArrayList<>();
    Matcher pem = PEM.matcher(text);
    for (int i = 1; pem.find() && items.size() < MAX_ITEMS; i++) {
      byte[] block = pem.group().getBytes(StandardCharsets.ISO_8859_1);
      items.addAll(encoded(block, WORDS.phrase("where.block", i), List.of()));
    }
    return items;
  }

  /** The certificates in one encoded object. */
  static List<ExchangeItem> encoded(byte[] object, Phrase where, List<String> said) {
    try {
      List<ExchangeItem> items = new ArrayList<>();
      for (X509Certificate certificate : CertificateFile.certificates(object)) {
        items.add(new ExchangeItem.Certificate(certificate, said));
      }
      return items.isEmpty() ? unreadable(where, "item.empty") : items;
    } catch (IOException e) {
      return unreadable(where, "item.no-certificate");
    } catch (CertificateException e) {
      return unreadable(where, "item.damaged");
    }
  }

  static List<ExchangeItem> unreadable(Phrase where, String key) {
    return List.of(new ExchangeItem.Unreadable(where, WORDS.phrase(key)));
  }
}

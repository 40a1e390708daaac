package org.sealpost.server.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.sealpost.failure.Failure;
import org.sealpost.inbound.Inbound;
import org.sealpost.inbound.NestedSieve;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.policy.Account;
import org.sealpost.trust.Verdict;

/**
 * Takes {@code application/pkcs7-mime} for S/MIME and opens it by marking the header and writing
 * the body in capitals. A field {@code Trouble} in the mail says what goes wrong.
 */
final class FakeInbound implements Inbound {
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger released = new AtomicInteger();
  volatile boolean locked;

  @Override
  public boolean needsOpening(Header header) {
    if (header.first("Trouble").map(field -> field.value().equals("header")).orElse(false)) {
      throw new IllegalStateException("a fault");
    }
    return header
        .first("Content-Type")
        .map(field -> field.value().startsWith("application/pkcs7-mime"))
        .orElse(false);
  }

  @Override
  public Header withoutForgedFields(Header header) {
    return header.without(field -> field.name().toLowerCase(Locale.ROOT).startsWith("x-sealpost"));
  }

  @Override
  public NestedSieve nestedSieve(Header content, OutputStream target) throws IOException {
    SpoolFactory inMemory = new SpoolFactory(Path.of("unused"), Integer.MAX_VALUE);
    return new NestedSieve(content, new ForgedMarks(), inMemory, target);
  }

  @Override
  public OpenedMail open(Account account, Content mail) throws IOException, Failure {
    opened.incrementAndGet();
    byte[] bytes;
    try (InputStream in = mail.open()) {
      bytes = in.readAllBytes();
    }
    Header header = Header.parse(bytes);
    String trouble = header.first("Trouble").map(field -> field.value()).orElse("");
    if (locked || trouble.equals("locked")) {
      throw Failure.of(451, "4.7.0", "The card is locked.\r\nUnlock it, \u5361 says");
    }
    switch (trouble) {
      case "never" -> throw Failure.of(550, "5.6.0", "Cannot be opened at all.");
      case "fault" -> throw new IllegalStateException("a fault");
      case "disk" -> throw new IOException("No space left on device");
      default -> {}
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    String result =
        text.substring(0, body - 2).replace("application/pkcs7-mime", "text/plain")
            + "X-Sealpost-For: "
            + account.address()
            + "\r\n\r\n"
            + text.substring(body).toUpperCase(Locale.ROOT);
    return new OpenedMail(
        Content.of(result.getBytes(StandardCharsets.ISO_8859_1)),
        new OpenedMail.Encryption.None(),
        false,
        new Verdict.Unsigned(),
        List.of(),
        released::incrementAndGet);
  }
}

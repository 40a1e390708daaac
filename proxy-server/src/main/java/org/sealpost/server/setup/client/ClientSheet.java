package org.sealpost.server.setup.client;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/** What to enter in a mail client, for people. Stateless. */
public final class ClientSheet {
  private static final Words WORDS = Words.beside(ClientSheet.class);

  private ClientSheet() {}

  /** The sheet's paragraphs; each may have several lines. */
  public static List<Phrase> of(MailClient client, ClientSettings settings) {
    List<Phrase> sheet = new ArrayList<>();
    Object[] values = {
      settings.address(),
      settings.userName(),
      host(settings.pop3()),
      port(settings.pop3()),
      host(settings.smtp()),
      port(settings.smtp())
    };
    sheet.add(WORDS.phrase("client." + client.written(), values));
    sheet.add(WORDS.phrase("note.password"));
    sheet.add(
        settings
            .certificate()
            .map(it -> WORDS.phrase("note.tls", it.file().toString(), it.fingerprint()))
            .orElseGet(() -> WORDS.phrase("note.tls-later")));
    return List.copyOf(sheet);
  }

  /** The values alone, which are the same for all clients. */
  public static Phrase values(ClientSettings settings) {
    return WORDS.phrase(
        "values",
        settings.userName(),
        host(settings.pop3()),
        port(settings.pop3()),
        host(settings.smtp()),
        port(settings.smtp()));
  }

  /** How a client takes the file that {@link MailClient#file} makes. */
  public static Phrase useOfFile(MailClient client, ClientSettings settings, String file) {
    return WORDS.phrase("file." + client.written(), file, settings.domain());
  }

  private static String host(Optional<InetSocketAddress> address) {
    return address.map(ClientSettings::host).orElse("-");
  }

  private static String port(Optional<InetSocketAddress> address) {
    return address.map(it -> Integer.toString(it.getPort())).orElse("-");
  }
}

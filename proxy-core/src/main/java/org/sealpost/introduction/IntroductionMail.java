package org.sealpost.introduction;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sealpost.failure.Words;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;

/**
 * The mail with which an account introduces itself to one person: plain text in English and
 * Traditional Chinese, without links and attachments. It is to be signed, since the signature
 * brings the certificates, and asks for that with {@code X-Sealpost: sign-only}. Immutable.
 *
 * @param from the account's address
 * @param name what to call its holder; may be empty
 * @param to one address
 * @param note what the holder adds, in any number of lines; may be empty
 */
public record IntroductionMail(String from, String name, String to, String note, Instant date) {
  private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.TAIWAN);
  private static final String TRIGGER = "X-Sealpost";

  /**
   * A mail.
   *
   * @throws IllegalArgumentException if {@code from} or {@code to} is no mail address
   */
  public IntroductionMail {
    for (String address : List.of(from, to)) {
      if (MailAddress.normalise(address).isEmpty()) {
        throw new IllegalArgumentException("not a mail address");
      }
    }
    name = PlainText.of(name);
  }

  /** Whether it can be sent only with SMTPUTF8 (RFC 6531), because of an address. */
  public boolean needsUtf8() {
    return (from + to).chars().anyMatch(c -> c > 126);
  }

  /** The mail as RFC 5322 has it, or RFC 6532 where it needs UTF-8, with CRLF. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      message().writeTo(bytes);
    } catch (MessagingException e) {
      throw new IllegalStateException("a mail of our own making cannot be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private MimeMessage message() throws MessagingException, IOException {
    Properties properties = new Properties();
    properties.setProperty("mail.mime.allowutf8", Boolean.toString(needsUtf8()));
    MimeMessage mail = new WithOwnId(Session.getInstance(properties), from);
    mail.setFrom(mailbox(from, name));
    mail.setRecipient(Message.RecipientType.TO, mailbox(to, ""));
    mail.setSentDate(Date.from(date));
    mail.setSubject(subject(), UTF_8.name());
    mail.setHeader(TRIGGER, "sign-only");
    mail.setText(text(), UTF_8.name());
    mail.saveChanges();
    return mail;
  }

  private static InternetAddress mailbox(String address, String name) throws IOException {
    InternetAddress mailbox = new InternetAddress();
    mailbox.setAddress(address);
    if (!name.isEmpty()) {
      mailbox.setPersonal(name, UTF_8.name());
    }
    return mailbox;
  }

  /** The subject, in both languages. */
  String subject() {
    return String.join(
        " / ", LANGUAGES.stream().map(language -> words(language).text("subject")).toList());
  }

  /** The text, in both languages, with CRLF. */
  String text() {
    StringBuilder text = new StringBuilder(words(Locale.TAIWAN).text("below")).append("\n\n");
    for (Locale language : LANGUAGES) {
      Words words = words(language);
      String who = name.isEmpty() ? from : words.text("who", name, from);
      text.append(words.text("opening", who, from));
      if (!note.isBlank()) {
        text.append("\n\n").append(printable(note.strip()));
      }
      text.append("\n\n").append(words.text("answer"));
      text.append("\n\n").append(words.text("genuine", from));
      text.append("\n\n").append(name.isEmpty() ? from : name).append('\n');
      if (language.equals(LANGUAGES.getFirst())) {
        text.append("\n").repeat('-', 60).append("\n\n");
      }
    }
    return text.toString().replace("\n", "\r\n");
  }

  private static String printable(String note) {
    return note.lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  private static Words words(Locale language) {
    return Words.beside(IntroductionMail.class, language);
  }

  /** The library's own Message-ID tells the names of user and machine. */
  private static final class WithOwnId extends MimeMessage {
    private final String id;

    WithOwnId(Session session, String from) {
      super(session);
      String domain = MailAddress.normalise(from).orElseThrow().replaceFirst(".*@", "");
      this.id = "<" + UUID.randomUUID() + "@" + domain + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}

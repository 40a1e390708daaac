package org.sealpost.it;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;

/**
 * Mails as clients write them.
 *
 * @param name what is odd about it
 * @param bytes the mail, CRLF
 */
record SampleMail(String name, byte[] bytes) {

  @Override
  public String toString() {
    return name;
  }

  /** One of each kind that people send. */
  static List<SampleMail> all(String from, String to) throws MessagingException, IOException {
    return List.of(
        plain(from, to, "plain text", "Hello,\r\n\r\nthis is all.\r\n"),
        plain(from, to, "no body", ""),
        plain(
            from,
            to,
            "lines that mailers like to change",
            "From here on\r\ntrailing blanks   \r\n.dots\r\n..\r\n.\r\n-- \r\n>From there\r\n"),
        raw(
            from,
            to,
            "eight-bit text in Big5",
            "Content-Type: text/plain; charset=big5\r\nContent-Transfer-Encoding: 8bit\r\n",
            "自然人憑證 保密郵件\r\n".getBytes(Charset.forName("Big5"))),
        raw(
            from,
            to,
            "no MIME header at all",
            "",
            "just text, as in 1982\r\n".getBytes(StandardCharsets.US_ASCII)),
        raw(
            from,
            to,
            "a line of 5,000 characters",
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n",
            java.util.Base64.getMimeEncoder()
                .encode(("x".repeat(5000) + "\r\nend\r\n").getBytes(StandardCharsets.UTF_8))),
        subject(from, to, "a subject in Chinese", "內政部憑證管理中心 – 保密郵件設定暨應用說明操作手冊"),
        htmlWithPictures(from, to),
        attachments(from, to, "attachments of all kinds", 40_000),
        forwarded(from, to));
  }

  static SampleMail plain(String from, String to, String name, String text)
      throws MessagingException, IOException {
    MimeMessage mail = mail(from, to, name);
    mail.setText(text, "UTF-8");
    return new SampleMail(name, written(mail));
  }

  private static SampleMail subject(String from, String to, String name, String subject)
      throws MessagingException, IOException {
    MimeMessage mail = mail(from, to, subject);
    mail.setText("信件內容：請插入自然人憑證。\r\n", "UTF-8");
    return new SampleMail(name, written(mail));
  }

  private static SampleMail raw(String from, String to, String name, String fields, byte[] body)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String header =
        "From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\nDate: Mon, 1 Jun 2026 08:00:00 +0800\r\n"
            .formatted(from, to, name);
    String mime = fields.isEmpty() ? "" : "MIME-Version: 1.0\r\n" + fields;
    out.write((header + mime + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    return new SampleMail(name, out.toByteArray());
  }

  private static SampleMail htmlWithPictures(String from, String to)
      throws MessagingException, IOException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText("see the picture\r\n", "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setContent(
        "<html><body><p>圖片 <img src=\"cid:p1\"></p></body></html>\r\n", "text/html; charset=UTF-8");
    MimeBodyPart picture = new MimeBodyPart();
    picture.setDataHandler(new DataHandler(new ByteArrayDataSource(noise(9_000, 1), "image/png")));
    picture.setContentID("<p1>");
    picture.setDisposition(Part.INLINE);
    MimeBodyPart related = new MimeBodyPart();
    related.setContent(new MimeMultipart("related", html, picture));
    MimeMessage mail = mail(from, to, "HTML with an inline picture");
    mail.setContent(new MimeMultipart("alternative", text, related));
    return new SampleMail("HTML with an inline picture", written(mail));
  }

  static SampleMail attachments(String from, String to, String name, int size)
      throws MessagingException, IOException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText("attached\r\n", "UTF-8");
    MimeBodyPart file = new MimeBodyPart();
    file.setDataHandler(
        new DataHandler(new ByteArrayDataSource(noise(size, 2), "application/octet-stream")));
    file.setFileName("憑證.bin");
    MimeBodyPart nothing = new MimeBodyPart();
    nothing.setDataHandler(
        new DataHandler(new ByteArrayDataSource(new byte[0], "application/octet-stream")));
    nothing.setFileName("empty.bin");
    MimeMessage mail = mail(from, to, name);
    mail.setContent(new MimeMultipart(text, file, nothing));
    return new SampleMail(name, written(mail));
  }

  private static SampleMail forwarded(String from, String to)
      throws MessagingException, IOException {
    MimeMessage inner = mail("x@example.test", "y@example.test", "轉寄的信");
    inner.setText("內文 with   \r\nFrom lines\r\n", "UTF-8");
    inner.saveChanges();
    MimeBodyPart text = new MimeBodyPart();
    text.setText("fyi\r\n", "UTF-8");
    MimeBodyPart attached = new MimeBodyPart();
    attached.setContent(inner, "message/rfc822");
    MimeMessage mail = mail(from, to, "a forwarded mail");
    mail.setContent(new MimeMultipart(text, attached));
    return new SampleMail("a forwarded mail", written(mail));
  }

  private static MimeMessage mail(String from, String to, String subject)
      throws MessagingException {
    MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
    mail.setFrom(new InternetAddress(from));
    mail.setRecipients(Message.RecipientType.TO, to);
    mail.setSubject(subject, "UTF-8");
    mail.setHeader("Date", "Mon, 1 Jun 2026 08:00:00 +0800");
    return mail;
  }

  private static byte[] written(MimeMessage mail) throws MessagingException, IOException {
    mail.saveChanges();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    mail.writeTo(out);
    return out.toByteArray();
  }

  private static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /**
   * A leaf of a mail as its reader has it: type, name, and its text or its bytes' size and digest.
   */
  record Leaf(String type, String fileName, String text, int size, String digest) {}

  /** The decoded leaves of a mail in order. Line ends are made CRLF, as fetchers write LF files. */
  static List<Leaf> leaves(byte[] mail) throws MessagingException, IOException {
    List<Leaf> leaves = new ArrayList<>();
    collect(new MimeMessage(null, new ByteArrayInputStream(mail)), leaves);
    return leaves;
  }

  private static void collect(Part part, List<Leaf> leaves) throws MessagingException, IOException {
    Object content =
        part.isMimeType("multipart/*") || part.isMimeType("message/rfc822")
            ? part.getContent()
            : "";
    if (content instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        collect(parts.getBodyPart(i), leaves);
      }
    } else if (content instanceof MimeMessage inner) {
      leaves.add(new Leaf("message/rfc822", "", String.valueOf(inner.getSubject()), 0, ""));
      collect(inner, leaves);
    } else {
      String type =
          part.getContentType().replaceAll("[;\\s].*", "").toLowerCase(java.util.Locale.ROOT);
      byte[] bytes = part.getInputStream().readAllBytes();
      boolean text = type.startsWith("text/");
      leaves.add(
          new Leaf(
              type,
              String.valueOf(part.getFileName()),
              text ? new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n") : "",
              text ? 0 : bytes.length,
              text ? "" : sha256(bytes)));
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

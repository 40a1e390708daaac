package org.sealpost.demo;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.sealpost.harness.Authority;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.SealpostCommand;

/**
 * One mail from the sender's client through both Sealposts to the recipient's client.
 *
 * @param written as the sender's client wrote it
 * @param wire as the mail server has it
 * @param opened as the recipient's client got it
 */
record RoundTrip(byte[] written, byte[] wire, byte[] opened) {
  /** Which one depends on what the recipient has announced before. */
  private static final Pattern ENCRYPTED =
      Pattern.compile("smime-type=(enveloped|authEnveloped)-data");

  private static final String SUBJECT = "保密郵件: the plan for Monday";
  private static final Pattern MARKED =
      Pattern.compile("\\[[\\p{L}\\p{N}]{2,12} [^\\[\\]]+] " + Pattern.quote(SUBJECT));
  private static final String TEXT =
      """
      Dear Alice,

      the contract is attached; please keep it to yourself.
      這封信已簽章並加密。

      小明
      """
          .replace("\n", "\r\n");
  private static final byte[] ATTACHMENT = attachment();

  private static byte[] attachment() {
    byte[] bytes = new byte[600];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  /** What was looked at, and whether it held. */
  record Check(String what, boolean held) {}

  static RoundTrip run(DemoStage stage)
      throws IOException, MessagingException, InterruptedException {
    Path certificate = stage.senderSide.folder().resolve("alice.pem");
    Authority.writePem(stage.recipient.encryption(), certificate);
    SealpostCommand.Result imported =
        stage.senderSide.run("book", "import", certificate.toString());
    if (imported.status() != 0) {
      throw new IOException("book import: " + imported.output() + imported.errors());
    }
    PlainMailClient senderClient = stage.client(stage.sender);
    PlainMailClient recipientClient = stage.client(stage.recipient);
    MimeMessage mail = compose(senderClient, stage);
    senderClient.send(DemoStage.smtpOf(stage.senderSide), mail);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    mail.writeTo(written);
    return new RoundTrip(
        written.toByteArray(),
        only(recipientClient.fetchAll(stage.server.pop3())),
        only(recipientClient.fetchAll(DemoStage.pop3Of(stage.recipientSide))));
  }

  private static byte[] only(List<byte[]> mails) throws IOException {
    if (mails.size() != 1) {
      throw new IOException("one mail expected in the mailbox, " + mails.size() + " found");
    }
    return mails.getFirst();
  }

  private static MimeMessage compose(PlainMailClient client, DemoStage stage)
      throws MessagingException, IOException {
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(new InternetAddress(stage.sender.address(), stage.sender.name(), "UTF-8"));
    mail.setRecipient(
        Message.RecipientType.TO,
        new InternetAddress(stage.recipient.address(), stage.recipient.name(), "UTF-8"));
    mail.setSubject(SUBJECT, "UTF-8");
    mail.setHeader(
        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    MimeBodyPart text = new MimeBodyPart();
    text.setText(TEXT, "UTF-8");
    MimeBodyPart file = new MimeBodyPart();
    file.setDataHandler(
        new DataHandler(new ByteArrayDataSource(ATTACHMENT, "application/octet-stream")));
    file.setFileName("contract.bin");
    mail.setContent(new MimeMultipart(text, file));
    mail.saveChanges();
    return mail;
  }

  /** Everything that the demo claims, looked at. */
  List<Check> checks() throws IOException, MessagingException {
    MimeMessage onWire = parse(wire);
    MimeMessage arrived = parse(opened);
    String wireText = new String(wire, StandardCharsets.ISO_8859_1);
    return List.of(
        new Check(
            "the mail server holds an encrypted mail (application/pkcs7-mime)",
            onWire.isMimeType("application/pkcs7-mime") && ENCRYPTED.matcher(wireText).find()),
        new Check(
            "nothing of the text or the attachment's name can be read there",
            !wireText.contains("contract") && !wireText.contains("Dear Alice")),
        new Check(
            "the subject arrived as it was written, behind a mark with a seal word",
            MARKED.matcher(arrived.getSubject()).matches()),
        new Check("the text arrived as it was written", TEXT.equals(partText(arrived, 0))),
        new Check(
            "the attachment arrived byte for byte",
            Arrays.equals(ATTACHMENT, partBytes(arrived, 1))),
        new Check(
            "it is marked as decrypted",
            header(arrived, "X-Sealpost-Encryption").startsWith("decrypted")),
        new Check(
            "its signature holds and is the sender's (revocation not checked)",
            header(arrived, "X-Sealpost-Verdict").startsWith("unchecked")));
  }

  private static String header(MimeMessage mail, String name) throws MessagingException {
    String[] values = mail.getHeader(name);
    return values == null ? "" : values[0];
  }

  private static MimeMessage parse(byte[] mail) throws MessagingException {
    return new MimeMessage(null, new ByteArrayInputStream(mail));
  }

  private static byte[] partBytes(MimeMessage mail, int index)
      throws MessagingException, IOException {
    if (!(mail.getContent() instanceof Multipart parts) || parts.getCount() <= index) {
      return new byte[0];
    }
    BodyPart part = parts.getBodyPart(index);
    return part.getInputStream().readAllBytes();
  }

  private static String partText(MimeMessage mail, int index)
      throws MessagingException, IOException {
    return new String(partBytes(mail, index), StandardCharsets.UTF_8);
  }
}

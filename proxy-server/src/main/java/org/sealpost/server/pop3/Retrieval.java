package org.sealpost.server.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.inbound.NestedSieve;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.mime.Content;
import org.sealpost.mime.HeaderInput;
import org.sealpost.mime.Spool;
import org.sealpost.verdicts.MailId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RETR and TOP (RFC 1939 §5, §7). A mail without S/MIME goes through as it streams; one with it is
 * held, opened and kept, so that all later answers agree. For one thread.
 */
final class Retrieval {
  private static final Logger log = LoggerFactory.getLogger(Retrieval.class);
  private static final Words WORDS = Words.beside(Retrieval.class);

  /** "120 octets", as servers have it. */
  private static final Pattern OCTETS = Pattern.compile("([0-9]{1,18})\\b(.*)");

  private final Pop3Client client;
  private final Login login;
  private final MailOpener opener;
  private final KeptMails kept;
  private final MailSizes sizes;
  private final Tally tally;

  /** The mails that the server gave and the client did not get. */
  private final Set<Integer> withheld = new HashSet<>();

  Retrieval(
      Pop3Client client,
      Login login,
      MailOpener opener,
      KeptMails kept,
      MailSizes sizes,
      Tally tally) {
    this.client = client;
    this.login = login;
    this.opener = opener;
    this.kept = kept;
    this.sizes = sizes;
    this.tally = tally;
  }

  /** Answers with as much of a mail as is wanted. */
  void answer(int number, Extent wanted) throws IOException {
    try {
      Optional<Content> opened = kept.get(number);
      if (opened.isPresent()) {
        sendOpened(opened.get(), wanted);
      } else {
        fetch(number, wanted, wanted);
      }
    } catch (Failure e) {
      log.atInfo()
          .addKeyValue("account", login.address())
          .addKeyValue("number", number)
          .addKeyValue("code", e.enhancedCode())
          .log("mail-not-given");
      log.debug("Why it was not given", e);
      tally.refused();
      client.error(e);
    }
  }

  /**
   * Fetches from the server.
   *
   * @param asked what the server is asked for: as much as is wanted, or the whole mail
   */
  private void fetch(int number, Extent wanted, Extent asked) throws IOException, Failure {
    Reply reply = upstream().command(asked.command(number));
    if (!reply.ok()) {
      if (asked instanceof Extent.Top && lacksTop()) {
        fetchWhole(number, wanted);
      } else {
        client.relay(reply);
      }
      return;
    }
    MultiLineInput mail = upstream().multiLine();
    try {
      answer(number, wanted, asked, reply, mail);
    } catch (Failure e) {
      withheld.add(number);
      skipRest(mail);
      throw e;
    }
    skipRest(mail);
    if (wanted instanceof Extent.Whole) {
      withheld.remove(number);
    }
  }

  /**
   * Whether a QUIT would have the server delete a mail that it gave and the client did not get:
   * with EXPIRE 0 fetching a mail is enough for that (RFC 2449 §6.7).
   */
  boolean quitWouldLoseMail() throws IOException {
    return !withheld.isEmpty() && deletesWhatIsFetched();
  }

  private boolean deletesWhatIsFetched() throws IOException {
    return upstream().capabilities().arguments("EXPIRE").contains("0");
  }

  private void answer(int number, Extent wanted, Extent asked, Reply reply, MultiLineInput mail)
      throws IOException, Failure {
    HeaderInput header = new HeaderInput(mail);
    try (MailOpener.Inspection inspection = opener.inspect(header)) {
      if (!inspection.needsOpening()) {
        passOn(number, wanted, asked, reply, inspection, header.rest());
        return;
      }
      if (asked instanceof Extent.Whole) {
        open(number, wanted, inspection.header(), header.rest());
        return;
      }
    }
    skipRest(mail);
    fetchWhole(number, wanted);
  }

  /** Fetches a whole mail for TOP. */
  private void fetchWhole(int number, Extent wanted) throws IOException, Failure {
    if (deletesWhatIsFetched()) {
      // RFC 2449 §6.7: the server would delete the mail, of which the client saw a part only.
      throw Failure.of(550, "5.7.1", WORDS.phrase("top.expires"));
    }
    fetch(number, wanted, new Extent.Whole());
  }

  private boolean lacksTop() throws IOException {
    return !upstream().capabilities().has("TOP");
  }

  private void passOn(
      int number,
      Extent wanted,
      Extent asked,
      Reply reply,
      MailOpener.Inspection inspection,
      InputStream rest)
      throws IOException {
    MultiLineOutput response =
        client.beginMultiLine(
            asked.equals(wanted) ? status(reply, inspection.removed()) : wanted.status(0));
    try (InputStream header = inspection.header().open()) {
      header.transferTo(response);
    }
    NestedSieve body = opener.nestedSieve(inspection, response);
    try (body) {
      (asked.equals(wanted) ? rest : wanted.of(rest)).transferTo(body);
    }
    client.endMultiLine(response);
    tally.passed(response.count());
    log.debug("POP3 mail {} of {} passed on", number, login.address());
    boolean resized = inspection.removed() != 0 || body.changed();
    if (resized && wanted instanceof Extent.Whole) {
      sizes.learn(number, response.count(), upstream());
    }
  }

  /** The server's status line, with the size less what was taken out. */
  private static String status(Reply reply, long removed) {
    Matcher octets = OCTETS.matcher(reply.text());
    return removed == 0 || !octets.matches()
        ? reply.line()
        : "+OK " + (Long.parseLong(octets.group(1)) - removed) + octets.group(2);
  }

  private void open(int number, Extent wanted, Content header, InputStream rest)
      throws IOException, Failure {
    Optional<Content> copy;
    long begun = System.nanoTime();
    long size;
    try (Spool held = opener.hold(header, rest);
        OpenedMail opened = opener.open(held, tally)) {
      size = opened.mail().size();
      log.atInfo()
          .addKeyValue("account", login.address())
          .addKeyValue("id", MailId.of(MailId.messageId(held)))
          .addKeyValue("number", number)
          .addKeyValue("size", size)
          .addKeyValue("encryption", Pop3Metrics.encryption(opened))
          .addKeyValue("verdict", opened.verdict().token())
          .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - begun).toMillis())
          .log("mail-opened");
      copy = kept.keep(number, opened.mail());
      if (copy.isEmpty()) {
        sendOpened(opened.mail(), wanted);
      }
    }
    if (copy.isPresent()) {
      sendOpened(copy.get(), wanted);
    }
    sizes.learn(number, size, upstream());
  }

  private void sendOpened(Content mail, Extent wanted) throws IOException {
    try (InputStream in = mail.open()) {
      HeaderInput header = new HeaderInput(in);
      MultiLineOutput response = client.beginMultiLine(wanted.status(mail.size()));
      header.transferTo(response);
      wanted.of(header.rest()).transferTo(response);
      client.endMultiLine(response);
      tally.opened(response.count());
    }
  }

  private void skipRest(MultiLineInput mail) throws IOException {
    upstream().skip(mail, opener.maxBytes());
  }

  private Pop3Upstream upstream() {
    return login.upstream();
  }
}

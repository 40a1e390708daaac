package org.sealpost.server.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.failure.Words;

/**
 * STAT, LIST and UIDL (RFC 1939 §5, §7): the server's answers, with the sizes that mails have for
 * the client. No mail is fetched to learn its size. For one thread.
 */
final class Listing {
  private static final Words WORDS = Words.beside(Listing.class);

  /** A scan listing; what stands behind the size is the server's own. */
  private static final Pattern SCAN = Pattern.compile("([0-9]{1,9}) ([0-9]{1,18})( .*)?");

  private final Pop3Client client;
  private final Pop3Upstream upstream;
  private final MailSizes sizes;

  Listing(Pop3Client client, Pop3Upstream upstream, MailSizes sizes) {
    this.client = client;
    this.upstream = upstream;
    this.sizes = sizes;
  }

  void stat() throws IOException {
    sizes.recall(upstream);
    if (sizes.none()) {
      client.relay(upstream.command("STAT"));
      return;
    }
    Reply reply = upstream.command("LIST");
    if (!reply.ok()) {
      client.relay(reply);
      return;
    }
    Total total = new Total();
    upstream.lines(Pop3Upstream.MOST_MAILS, line -> total.add(scan(line)));
    client.ok(total.mails + " " + total.octets);
  }

  private static final class Total {
    long mails;
    long octets;

    void add(Scan scan) {
      mails++;
      octets = Long.MAX_VALUE - octets < scan.size ? Long.MAX_VALUE : octets + scan.size;
    }
  }

  private record Scan(int number, long size, String rest) {
    @Override
    public String toString() {
      return number + " " + size + rest;
    }
  }

  /** A scan listing with the size that the mail has for the client. */
  private Scan scan(String line) throws UpstreamFailure {
    Matcher matcher = SCAN.matcher(line);
    if (!matcher.matches()) {
      throw upstream.garbage();
    }
    int number = Integer.parseInt(matcher.group(1));
    OptionalLong own = sizes.of(number);
    return new Scan(
        number,
        own.isPresent() ? own.getAsLong() : Long.parseLong(matcher.group(2)),
        matcher.group(3) == null ? "" : matcher.group(3));
  }

  void list(Command command) throws IOException {
    if (command.arguments().isEmpty()) {
      listAll();
    } else {
      OptionalInt number = argument(command);
      if (number.isPresent()) {
        listOne(number.getAsInt());
      }
    }
  }

  private void listAll() throws IOException {
    sizes.recall(upstream);
    if (sizes.none()) {
      relayAll("LIST");
      return;
    }
    Reply reply = upstream.command("LIST");
    if (!reply.ok()) {
      client.relay(reply);
      return;
    }
    MultiLineOutput response = client.beginMultiLine(WORDS.phrase("list"));
    upstream.lines(
        Pop3Upstream.MOST_MAILS,
        line -> response.write((scan(line) + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
    client.endMultiLine(response);
  }

  private void listOne(int number) throws IOException {
    sizes.recall(upstream);
    Reply reply = upstream.command("LIST " + number);
    if (!reply.ok() || sizes.of(number).isEmpty()) {
      client.relay(reply);
    } else {
      client.ok(scan(reply.text()).toString());
    }
  }

  void uidl(Command command) throws IOException {
    if (command.arguments().isEmpty()) {
      relayAll("UIDL");
    } else {
      OptionalInt number = argument(command);
      if (number.isPresent()) {
        client.relay(upstream.command("UIDL " + number.getAsInt()));
      }
    }
  }

  private OptionalInt argument(Command command) throws IOException {
    OptionalInt number =
        command.arguments().size() == 1
            ? Command.mailNumber(command.arguments().getFirst())
            : OptionalInt.empty();
    if (number.isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("mail-number"));
    }
    return number;
  }

  private void relayAll(String verb) throws IOException {
    Reply reply = upstream.command(verb);
    if (!reply.ok()) {
      client.relay(reply);
      return;
    }
    MultiLineOutput response = client.beginMultiLine(reply.line());
    upstream.multiLine().transferTo(response);
    client.endMultiLine(response);
  }
}

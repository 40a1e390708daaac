package org.sealpost.server.pop3;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The sizes in this session's maildrop that differ from what the server says, because the mail was
 * opened or a forged field taken out. For one thread.
 */
final class MailSizes {
  /** More than a person opens; a bound all the same. */
  private static final int MOST = 100_000;

  private static final Pattern BLANK = Pattern.compile(" ");

  private final SizeMemory memory;
  private final String account;
  private final Map<Integer, Long> byNumber = new HashMap<>();
  private boolean recalled;

  MailSizes(SizeMemory memory, String account) {
    this.memory = memory;
    this.account = account;
  }

  /** The size of a mail, where it is not the server's. */
  OptionalLong of(int number) {
    Long size = byNumber.get(number);
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  boolean none() {
    return byNumber.isEmpty();
  }

  /** Looks up, once, what earlier sessions learned. Costs a UIDL where there is anything. */
  void recall(Pop3Upstream upstream) throws IOException {
    if (recalled || !memory.knows(account)) {
      return;
    }
    recalled = true;
    if (!upstream.command("UIDL").ok()) {
      return;
    }
    upstream.lines(
        Pop3Upstream.MOST_MAILS,
        line -> {
          List<String> words = List.of(BLANK.split(line, -1));
          OptionalInt number = Command.mailNumber(words.getFirst());
          if (number.isPresent() && words.size() == 2) {
            memory.size(account, words.get(1)).ifPresent(size -> note(number.getAsInt(), size));
          }
        });
  }

  private void note(int number, long size) {
    if (byNumber.size() < MOST || byNumber.containsKey(number)) {
      byNumber.put(number, size);
    }
  }

  /** Notes what a mail has turned out to be, and remembers it for later sessions. */
  void learn(int number, long size, Pop3Upstream upstream) throws IOException {
    OptionalLong before = of(number);
    note(number, size);
    if (before.isPresent() && before.getAsLong() == size) {
      return;
    }
    Reply reply = upstream.command("UIDL " + number);
    List<String> words = List.of(BLANK.split(reply.text(), -1));
    if (reply.ok() && words.size() >= 2) {
      memory.remember(account, words.get(1), size);
    }
  }
}

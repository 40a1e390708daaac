package org.sealpost.server.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sealpost.mime.Content;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened mails of a session, so that the card is asked once for each. Where the budget ends the
 * oldest goes. For one thread.
 */
final class KeptMails implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeptMails.class);

  private final KeptBudget budget;
  private final SpoolFactory spools;
  private final Map<Integer, Kept> byNumber = new LinkedHashMap<>();

  private static final class Kept {
    final Spool mail;
    boolean deleted;

    Kept(Spool mail) {
      this.mail = mail;
    }
  }

  KeptMails(KeptBudget budget, SpoolFactory spools) {
    this.budget = budget;
    this.spools = spools;
  }

  /** The mail, unless it is marked as deleted: then the server has to say so. */
  Optional<Content> get(int number) {
    return Optional.ofNullable(byNumber.get(number))
        .filter(kept -> !kept.deleted)
        .map(kept -> kept.mail);
  }

  /**
   * Keeps a copy, which holds one file at most and lets go of all that was needed to make the mail.
   *
   * @return the copy; empty where there is no room
   */
  Optional<Content> keep(int number, Content mail) {
    drop(number);
    if (!makeRoom(mail.size())) {
      return Optional.empty();
    }
    Spool copy = spools.create();
    boolean whole = false;
    try (InputStream in = mail.open();
        OutputStream out = copy.out()) {
      in.transferTo(out);
      whole = true;
    } catch (IOException e) {
      log.warn("An opened mail cannot be kept, the card will be asked again", e);
      whole = false;
    } finally {
      if (!whole) {
        copy.close();
        budget.give(mail.size());
      }
    }
    if (!whole) {
      return Optional.empty();
    }
    byNumber.put(number, new Kept(copy));
    return Optional.of(copy);
  }

  private boolean makeRoom(long size) {
    while (!budget.take(size)) {
      Iterator<Integer> oldest = byNumber.keySet().iterator();
      if (!oldest.hasNext()) {
        return false;
      }
      drop(oldest.next());
    }
    return true;
  }

  private void drop(int number) {
    Kept kept = byNumber.remove(number);
    if (kept != null) {
      budget.give(kept.mail.size());
      kept.mail.close();
    }
  }

  /** After DELE: the mail is there again only after RSET. */
  void deleted(int number) {
    Kept kept = byNumber.get(number);
    if (kept != null) {
      kept.deleted = true;
    }
  }

  /** After RSET. */
  void undelete() {
    byNumber.values().forEach(kept -> kept.deleted = false);
  }

  @Override
  public void close() {
    while (!byNumber.isEmpty()) {
      drop(byNumber.keySet().iterator().next());
    }
  }
}

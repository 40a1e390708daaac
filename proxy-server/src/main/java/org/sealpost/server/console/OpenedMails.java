package org.sealpost.server.console;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.mime.Content;
import org.sealpost.mime.Spool;

/**
 * The mails that were dropped and opened, for as long as they are looked at: a few, for minutes.
 * They are nowhere but in spools, and those are released. Thread-safe.
 */
final class OpenedMails {
  static final int MOST = 4;

  static final Duration KEPT = Duration.ofMinutes(15);

  private final SecureRandom random = new SecureRandom();
  private final SequencedMap<String, Held> held = new LinkedHashMap<>();

  /** A mail with what is shown of it. Its spools go when nobody reads them any more. */
  private static final class Held {
    private final OpenedView view;
    private final OpenedMail opened;
    private final Spool source;
    private int readers;
    private boolean dropped;

    Held(OpenedView view, OpenedMail opened, Spool source) {
      this.view = view;
      this.opened = opened;
      this.source = source;
    }

    synchronized boolean enter() {
      if (!dropped) {
        readers++;
      }
      return !dropped;
    }

    synchronized void leave() {
      readers--;
      releaseIfUnused();
    }

    synchronized void drop() {
      if (!dropped) {
        dropped = true;
        releaseIfUnused();
      }
    }

    private void releaseIfUnused() {
      if (dropped && readers == 0) {
        opened.close();
        source.close();
      }
    }
  }

  /** Reads a mail's octets. */
  interface Use {
    void of(Content mail) throws IOException;
  }

  /** Keeps a mail; the one opened longest ago goes where there are too many. Returns its name. */
  String keep(OpenedView view, OpenedMail opened, Spool source) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    List<Held> gone = new ArrayList<>();
    synchronized (held) {
      held.put(id, new Held(view.withId(id), opened, source));
      while (held.size() > MOST) {
        gone.add(held.pollFirstEntry().getValue());
      }
    }
    gone.forEach(Held::drop);
    Thread.ofVirtual().name("opened-mail").start(() -> dropLater(id));
    return id;
  }

  private void dropLater(String id) {
    try {
      Thread.sleep(KEPT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drop(id);
  }

  void drop(String id) {
    Optional<Held> gone;
    synchronized (held) {
      gone = Optional.ofNullable(held.remove(id));
    }
    gone.ifPresent(Held::drop);
  }

  Optional<OpenedView> find(String id) {
    return get(id).map(it -> it.view);
  }

  /** Those that are kept, the newest first. */
  List<OpenedView> all() {
    synchronized (held) {
      return held.reversed().values().stream().map(it -> it.view).toList();
    }
  }

  private Optional<Held> get(String id) {
    synchronized (held) {
      return Optional.ofNullable(held.get(id));
    }
  }

  /** Reads it; returns false if it is not kept any more. */
  boolean read(String id, Use use) throws IOException {
    Optional<Held> found = get(id).filter(Held::enter);
    if (found.isEmpty()) {
      return false;
    }
    try {
      use.of(found.get().opened.mail());
      return true;
    } finally {
      found.get().leave();
    }
  }
}

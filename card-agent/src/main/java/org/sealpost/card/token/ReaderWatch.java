package org.sealpost.card.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a card that it has left its reader, by asking the smart card service and neither the
 * card nor its module. It says so only where it is sure: the reader is empty or unplugged, or cards
 * have come and gone in it since. A service that does not answer, or was started anew since, leaves
 * it open. On other systems than Linux there is none. Safe for use by several threads.
 */
final class ReaderWatch implements AutoCloseable {
  /**
   * A card in a reader.
   *
   * @param connection tells one run of the service from the next
   * @param changes how often cards had come and gone
   */
  record Sighting(String reader, long connection, long changes) {}

  private static final Logger LOG = LoggerFactory.getLogger(ReaderWatch.class);

  private static final long SCARD_STATE_UNKNOWN = 0x4;
  private static final long SCARD_STATE_EMPTY = 0x10;
  private static final long SCARD_STATE_PRESENT = 0x20;

  /** A slot's description has no room for more (CK_SLOT_INFO, PKCS#11 v2.40 section 3.3). */
  private static final int DESCRIPTION = 64;

  private final Pcsc pcsc;
  private OptionalLong context = OptionalLong.empty();
  private long connection;

  ReaderWatch(Pcsc pcsc) {
    this.pcsc = pcsc;
  }

  /** Empty where the system has none. */
  static Optional<ReaderWatch> ofSystem() {
    return PcscLite.load().map(ReaderWatch::new);
  }

  /**
   * The card that is in a slot's reader now.
   *
   * @param slot the slot's description: the reader's name, as far as there is room for it
   * @return empty where the service sees none, or it is not clear which reader it is
   */
  synchronized Optional<Sighting> see(String slot) {
    try {
      long open = connected();
      List<String> readers =
          pcsc.readers(open).stream().filter(name -> description(name).equals(slot)).toList();
      if (readers.size() != 1) {
        return Optional.empty();
      }
      OptionalLong state = pcsc.state(open, readers.getFirst());
      if (state.isEmpty() || (state.getAsLong() & SCARD_STATE_PRESENT) == 0) {
        return Optional.empty();
      }
      return Optional.of(new Sighting(readers.getFirst(), connection, changes(state.getAsLong())));
    } catch (IOException e) {
      lost(e);
      return Optional.empty();
    }
  }

  /** Whether the card that was seen is surely no longer there. */
  synchronized boolean isOver(Sighting seen) {
    try {
      long open = connected();
      if (seen.connection() != connection) {
        return false;
      }
      OptionalLong state = pcsc.state(open, seen.reader());
      return state.isEmpty()
          || (state.getAsLong() & (SCARD_STATE_UNKNOWN | SCARD_STATE_EMPTY)) != 0
          || changes(state.getAsLong()) != seen.changes();
    } catch (IOException e) {
      lost(e);
      return false;
    }
  }

  @Override
  public synchronized void close() {
    context.ifPresent(pcsc::release);
    context = OptionalLong.empty();
  }

  private static String description(String reader) {
    byte[] octets = reader.getBytes(UTF_8);
    return new String(Arrays.copyOf(octets, Math.min(octets.length, DESCRIPTION)), UTF_8).strip();
  }

  private static long changes(long state) {
    return state >>> 16 & 0xFFFF;
  }

  private long connected() throws IOException {
    if (context.isEmpty()) {
      context = OptionalLong.of(pcsc.establish());
      connection++;
    }
    return context.getAsLong();
  }

  private void lost(IOException e) {
    LOG.debug("the smart card service does not tell of its readers", e);
    close();
  }
}

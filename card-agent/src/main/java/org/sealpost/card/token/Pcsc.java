package org.sealpost.card.token;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The part of the system's smart card service (PC/SC) that tells of readers. No card is connected
 * to. An {@link IOException} leaves it open how the reader is; the context may be lost with it.
 */
interface Pcsc {
  /** A connection to the service (SCardEstablishContext), good until the service stops. */
  long establish() throws IOException;

  /** Ends a connection, or what is left of one. */
  void release(long context);

  /** The names of the readers that are plugged in (SCardListReaders). */
  List<String> readers(long context) throws IOException;

  /**
   * How the reader is now: {@code dwEventState} of SCardGetStatusChange, which carries in its upper
   * 16 bits how often cards came and went.
   *
   * @return empty if there is no such reader
   */
  OptionalLong state(long context, String reader) throws IOException;
}

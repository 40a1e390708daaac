package org.sealpost.server.doctor;

import java.util.List;

/** The system's smart card service (PC/SC) as it was found. */
sealed interface CardService {
  /** The library that programs reach it through is not installed. */
  record Absent() implements CardService {}

  /** It does not run; {@code reason} is PC/SC's name for that. */
  record Down(String reason) implements CardService {}

  /** It did not answer in time. */
  record Silent() implements CardService {}

  /** It runs. */
  record Running(List<Reader> readers) implements CardService {
    public Running {
      readers = List.copyOf(readers);
    }
  }

  /** A reader and what is in it. */
  record Reader(String name, Content content) {}

  /** What is in a reader. */
  sealed interface Content {
    /** No card. */
    record Nothing() implements Content {}

    /** A card with this answer to reset. */
    record Card(byte[] atr) implements Content {}

    /** A card that another program keeps to itself. */
    record Taken() implements Content {}

    /** A card that does not answer; {@code reason} is PC/SC's name for that. */
    record Mute(String reason) implements Content {}
  }
}

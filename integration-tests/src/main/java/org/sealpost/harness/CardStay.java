package org.sealpost.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A card's stay in a reader, from insertion to removal. It speaks the protocol of vpcd: messages
 * with a length of two bytes, those of a single byte for the power line and the ATR. While the
 * service is down it waits for it.
 */
final class CardStay {
  private static final int POWER_OFF = 0;
  private static final int POWER_ON = 1;
  private static final int ATR = 4;
  // How often pcscd looks at a new card before it gives it power.
  private static final int LOOKS = 2;
  private static final Duration RETRY = Duration.ofMillis(20);

  /** Longer than pcscd's 400 ms from one look at the reader to the next. */
  private static final Duration ABSENCE = Duration.ofMillis(500);

  private final VirtualCard card;
  private final Path socket;
  private final Thread thread;
  private boolean powered;
  private boolean over;
  private long left;

  private CardStay(VirtualCard card, Path socket) {
    this.card = card;
    this.socket = socket;
    this.thread = Thread.ofPlatform().daemon().unstarted(this::run);
  }

  static CardStay begin(VirtualCard card, Path socket) {
    CardStay stay = new CardStay(card, socket);
    stay.thread.start();
    return stay;
  }

  /** Ends the stay, in the middle of a command if need be. */
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  /** The stay is over: waits until pcscd will have seen that the reader is empty. */
  synchronized void awaitAbsence() throws InterruptedException {
    Duration since = Duration.ofNanos(System.nanoTime() - left);
    if (since.compareTo(ABSENCE) < 0) {
      Thread.sleep(ABSENCE.minus(since));
    }
  }

  /** Waits until the service has powered the card; true at once where the card left by itself. */
  synchronized boolean awaitPower(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!powered && !over) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private synchronized void powered(boolean on) {
    powered = on;
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        boolean absent = false;
        try (SocketChannel reader = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
          converse(reader);
          absent = true;
        } catch (IOException _) {
          // The service is down, or this thread was interrupted, which the pause then tells.
        }
        card.reset();
        powered(false);
        Thread.sleep(absent ? ABSENCE : RETRY);
      }
    } catch (InterruptedException | CardRemovedException _) {
      card.reset();
    } finally {
      synchronized (this) {
        over = true;
        left = System.nanoTime();
        notifyAll();
      }
    }
  }

  /**
   * Serves until the connection ends. Returns where pcscd missed that the card before this one
   * left: then it does not power this one, and would speak to it as if it were the other.
   */
  private void converse(SocketChannel reader)
      throws IOException, InterruptedException, CardRemovedException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(reader));
    OutputStream out = Channels.newOutputStream(reader);
    if (!powersUp(in, out)) {
      return;
    }
    while (true) {
      byte[] message = read(in);
      if (isControl(message, ATR)) {
        answer(out, card.atr());
      } else if (message.length == 1) {
        card.reset();
      } else {
        answer(out, card.transmit(message));
      }
    }
  }

  /**
   * Answers pcscd's looks at a new card until it has power. A look precedes each change of power,
   * and the one before may still be powered down.
   */
  private boolean powersUp(DataInputStream in, OutputStream out) throws IOException {
    for (int looks = 0; looks <= LOOKS; ) {
      byte[] message = read(in);
      if (isControl(message, ATR)) {
        answer(out, card.atr());
        looks++;
      } else if (isControl(message, POWER_OFF)) {
        looks = 0;
      } else if (isControl(message, POWER_ON)) {
        card.reset();
        answerNextLook(in, out);
        powered(true);
        return true;
      } else {
        return false;
      }
    }
    return false;
  }

  // The ATR that comes with the power; without it pcscd takes the card for a broken one.
  private void answerNextLook(DataInputStream in, OutputStream out) throws IOException {
    if (!isControl(read(in), ATR)) {
      throw new IOException("vpcd does not ask for the ATR");
    }
    answer(out, card.atr());
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] message = new byte[in.readUnsignedShort()];
    in.readFully(message);
    return message;
  }

  private static boolean isControl(byte[] message, int control) {
    return message.length == 1 && message[0] == control;
  }

  // In one write: two small ones would wait for each other's acknowledgement.
  private static void answer(OutputStream out, byte[] bytes) throws IOException {
    out.write(
        ByteBuffer.allocate(2 + bytes.length).putShort((short) bytes.length).put(bytes).array());
  }
}

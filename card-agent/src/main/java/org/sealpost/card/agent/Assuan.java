package org.sealpost.card.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The client's side of the Assuan protocol, as far as pinentry needs it: commands of one line, each
 * answered by data lines and then OK or ERR. The data, which is the PIN, passes only through
 * buffers that are wiped. Not safe for use by several threads.
 */
final class Assuan implements AutoCloseable {
  /** What a command was answered with; the number is libgpg-error's, without its source. */
  record Failure(int code, String text) {
    private static final int TIMEOUT = 62;
    private static final int CANCELED = 99;
    private static final int NOT_CONFIRMED = 114;
    private static final int FULLY_CANCELED = 198;

    boolean isTimeout() {
      return code == TIMEOUT;
    }

    boolean isCancel() {
      return code == CANCELED || code == NOT_CONFIRMED || code == FULLY_CANCELED;
    }
  }

  private static final int MAX_LINE = 1000;
  private static final int MAX_DATA = 2048;

  /** As large as the buffer of a process' stream, which large reads then bypass. */
  private final byte[] buffer = new byte[8192];

  private final byte[] line = new byte[MAX_LINE];
  private final byte[] data = new byte[MAX_DATA];
  private final InputStream in;
  private final OutputStream out;
  private int position;
  private int limit;
  private int lineLength;
  private int dataLength;

  /** The streams remain the caller's to close. */
  Assuan(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Takes the server's greeting. */
  Optional<Failure> greeting() throws IOException {
    return reply();
  }

  /** Sends a command whose argument is escaped here. */
  Optional<Failure> command(String command, String argument) throws IOException {
    return command(command + " " + escaped(argument));
  }

  Optional<Failure> command(String command) throws IOException {
    out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return reply();
  }

  /** The data that came with the last reply. */
  Pin data() {
    return Pin.ofUtf8(data, dataLength);
  }

  /** Wipes the buffers. */
  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
    Arrays.fill(line, (byte) 0);
    Arrays.fill(data, (byte) 0);
  }

  static String escaped(String argument) {
    return argument.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
  }

  private Optional<Failure> reply() throws IOException {
    dataLength = 0;
    while (true) {
      readLine();
      if (startsWith("OK")) {
        return Optional.empty();
      }
      if (startsWith("ERR ")) {
        return Optional.of(failure());
      }
      if (startsWith("D ")) {
        appendData();
      } else if (startsWith("INQUIRE")) {
        out.write("CAN\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
      // What is left are status lines (S) and comments (#).
    }
  }

  private void readLine() throws IOException {
    lineLength = 0;
    for (int octet = read(); octet != '\n'; octet = read()) {
      if (lineLength == MAX_LINE) {
        throw new IOException("a line is too long for Assuan");
      }
      line[lineLength++] = (byte) octet;
    }
  }

  private int read() throws IOException {
    if (position == limit) {
      limit = in.read(buffer, 0, buffer.length);
      position = 0;
      if (limit < 0) {
        limit = 0;
        throw new EOFException("the pinentry program has ended");
      }
    }
    return buffer[position++];
  }

  private boolean startsWith(String prefix) {
    byte[] expected = prefix.getBytes(StandardCharsets.US_ASCII);
    return lineLength >= expected.length
        && Arrays.equals(line, 0, expected.length, expected, 0, expected.length);
  }

  private Failure failure() {
    String[] parts = new String(line, 0, lineLength, StandardCharsets.UTF_8).strip().split(" +", 3);
    String text = parts.length > 2 ? parts[2] : "";
    try {
      return new Failure((int) (Long.parseLong(parts[1]) & 0xffff), text);
    } catch (NumberFormatException e) {
      return new Failure(0, text);
    }
  }

  private void appendData() throws IOException {
    for (int i = 2; i < lineLength; i++) {
      byte octet = line[i];
      if (octet == '%' && i + 2 < lineLength) {
        octet = (byte) (Character.digit(line[i + 1], 16) << 4 | Character.digit(line[i + 2], 16));
        i += 2;
      }
      if (dataLength == MAX_DATA) {
        throw new IOException("the answer is too long for a PIN");
      }
      data[dataLength++] = octet;
    }
  }
}

package org.sealpost.card.agent;

import java.awt.GraphicsEnvironment;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A pinentry with a window of the agent's own, where none is installed: the server's side of the
 * Assuan protocol, as far as {@link PinentryPrompt} speaks it. Ends with its standard input.
 */
public final class DialogPinentry {
  /** Error numbers of libgpg-error, with pinentry as the source. */
  private static final String CANCELLED = "ERR 83886179 Operation cancelled";

  private static final String TIMED_OUT = "ERR 83886142 Timeout";
  private static final String NO_DISPLAY = "ERR 83886109 No display";
  private static final String UNKNOWN = "ERR 83886355 Unknown command";

  private static final String END = "BYE";

  private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
  private final Map<String, String> texts = new HashMap<>();
  private final OutputStream out;
  private Duration timeout = Duration.ZERO;

  private DialogPinentry(OutputStream out) {
    this.out = out;
  }

  /** Serves one client over the standard streams. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // Not System.out, which keeps copies in its buffers.
    DialogPinentry pinentry = new DialogPinentry(new FileOutputStream(FileDescriptor.out));
    Thread.ofPlatform().daemon().start(() -> pinentry.read(System.in));
    pinentry.serve();
    System.exit(0);
  }

  /** An agent that is gone takes the window with it. */
  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(1);
  }

  private void serve() throws IOException, InterruptedException {
    say("OK Pleased to meet you");
    while (true) {
      String line = commands.take();
      int space = line.indexOf(' ');
      String command = space < 0 ? line : line.substring(0, space);
      String argument = space < 0 ? "" : unescaped(line.substring(space + 1));
      switch (command) {
        case "GETPIN" -> answer(true);
        case "CONFIRM" -> answer(false);
        case "SETTIMEOUT" -> {
          timeout = Duration.ofSeconds(Long.parseLong(argument));
          say("OK");
        }
        case "SETTITLE", "SETDESC", "SETPROMPT", "SETERROR", "SETOK", "SETCANCEL" -> {
          texts.put(command, argument);
          say("OK");
        }
        case "OPTION", "NOP" -> say("OK");
        case END -> {
          say("OK");
          return;
        }
        default -> say(UNKNOWN);
      }
    }
  }

  private void answer(boolean forPin) throws IOException, InterruptedException {
    if (GraphicsEnvironment.isHeadless()) {
      say(NO_DISPLAY);
      return;
    }
    PinDialog dialog =
        new PinDialog(
            new PinDialog.Texts(
                text("SETTITLE"),
                text("SETDESC"),
                text("SETERROR"),
                text("SETPROMPT"),
                text("SETOK"),
                text("SETCANCEL")),
            forPin,
            timeout);
    switch (dialog.show()) {
      case PinDialog.Outcome.Entered(Pin pin) -> {
        try (pin) {
          sayPin(pin);
        }
        say("OK");
      }
      case PinDialog.Outcome.Confirmed _ -> say("OK");
      case PinDialog.Outcome.Cancelled _ -> say(CANCELLED);
      case PinDialog.Outcome.TimedOut _ -> say(TIMED_OUT);
    }
  }

  private String text(String command) {
    return texts.getOrDefault(command, "");
  }

  private void say(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** The PIN as an Assuan data line, through arrays that are wiped. */
  private void sayPin(Pin pin) throws IOException {
    byte[] octets = pin.utf8();
    byte[] line = new byte[3 + 3 * octets.length];
    try {
      int length = 0;
      line[length++] = 'D';
      line[length++] = ' ';
      for (byte octet : octets) {
        line[length++] = '%';
        line[length++] = (byte) Character.forDigit((octet >> 4) & 0xf, 16);
        line[length++] = (byte) Character.forDigit(octet & 0xf, 16);
      }
      line[length++] = '\n';
      out.write(line, 0, length);
      out.flush();
    } finally {
      Arrays.fill(octets, (byte) 0);
      Arrays.fill(line, (byte) 0);
    }
  }

  private static String unescaped(String argument) {
    return argument.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
  }
}

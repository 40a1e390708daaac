package org.sealpost.harness;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The PIV card application's commands (SP 800-73-4, part 2). One command at a time: the reader's
 * thread.
 */
final class PivApplication {
  private static final int SELECT = 0xA4;
  private static final int GET_RESPONSE = 0xC0;
  private static final int GET_DATA = 0xCB;
  private static final int VERIFY = 0x20;
  private static final int GENERAL_AUTHENTICATE = 0x87;
  private static final int APPLICATION_PIN = 0x80;
  private static final byte[] AID = HexFormat.of().parseHex("A000000308000010000100");
  private static final int SHORTEST_AID = 9;
  private static final byte[] PROPERTIES =
      HexFormat.of().parseHex("61114F0600001000010079074F05A000000308");

  /** What happens while a key is used. */
  interface Operation {
    void begin() throws InterruptedException, CardRemovedException;
  }

  private final PivObjects objects;
  private final Map<PivSlot, PivKey> keys;
  private final CardPin pin;
  private final Operation operation;
  private final ByteArrayOutputStream chain = new ByteArrayOutputStream();
  private int chained;
  private byte[] pending = new byte[0];

  PivApplication(PivObjects objects, Map<PivSlot, PivKey> keys, CardPin pin, Operation operation) {
    this.objects = objects;
    this.keys = keys;
    this.pin = pin;
    this.operation = operation;
  }

  /** The power went or the card was reset: it remembers nothing of the session. */
  void reset() {
    pin.reset();
    chain.reset();
    pending = new byte[0];
  }

  /** Answers one command; the answer ends in the status word. */
  byte[] transmit(byte[] bytes) throws InterruptedException, CardRemovedException {
    try {
      CommandApdu command = CommandApdu.parse(bytes);
      if (command.instruction() != chained) {
        chain.reset();
      }
      chained = command.instruction();
      chain.writeBytes(command.data());
      if (command.chained()) {
        return status(StatusWord.SUCCESS);
      }
      byte[] data = chain.toByteArray();
      chain.reset();
      return execute(command.withData(data));
    } catch (CommandApdu.MalformedException _) {
      chain.reset();
      return status(StatusWord.INCORRECT_DATA);
    }
  }

  private byte[] execute(CommandApdu command)
      throws CommandApdu.MalformedException, InterruptedException, CardRemovedException {
    if (command.classByte() != 0) {
      return status(StatusWord.CLASS_NOT_SUPPORTED);
    }
    return switch (command.instruction()) {
      case SELECT -> select(command);
      case GET_RESPONSE -> next(command);
      case GET_DATA -> getData(command);
      case VERIFY -> status(verify(command));
      case GENERAL_AUTHENTICATE -> generalAuthenticate(command);
      default -> status(StatusWord.INSTRUCTION_NOT_SUPPORTED);
    };
  }

  // There is no other application, so the security status stays (section 3.1.1).
  private byte[] select(CommandApdu command) {
    byte[] name = command.data();
    boolean ours =
        name.length >= SHORTEST_AID
            && name.length <= AID.length
            && Arrays.equals(name, Arrays.copyOf(AID, name.length));
    return command.p1() == 0x04 && ours
        ? answer(command, PROPERTIES)
        : status(StatusWord.FILE_NOT_FOUND);
  }

  private byte[] getData(CommandApdu command) throws CommandApdu.MalformedException {
    if (command.p1() != 0x3F || command.p2() != 0xFF) {
      return status(StatusWord.INCORRECT_PARAMETERS);
    }
    byte[] name = BerTlv.decode(command.data()).get(0x5C);
    if (name == null || name.length == 0 || name.length > 3) {
      return status(StatusWord.INCORRECT_DATA);
    }
    int tag = 0;
    for (byte b : name) {
      tag = (tag << 8) | (b & 0xFF);
    }
    Optional<byte[]> object = objects.find(tag);
    return object.isPresent() ? answer(command, object.get()) : status(StatusWord.FILE_NOT_FOUND);
  }

  private int verify(CommandApdu command) {
    if (command.p2() != APPLICATION_PIN) {
      return StatusWord.REFERENCE_NOT_FOUND;
    }
    if (command.p1() == 0xFF && command.data().length == 0) {
      pin.reset();
      return StatusWord.SUCCESS;
    }
    if (command.p1() != 0) {
      return StatusWord.INCORRECT_PARAMETERS;
    }
    return command.data().length == 0 ? pin.status() : pin.verify(command.data());
  }

  private byte[] generalAuthenticate(CommandApdu command)
      throws CommandApdu.MalformedException, InterruptedException, CardRemovedException {
    Optional<PivSlot> slot = PivSlot.of(command.p2()).filter(keys::containsKey);
    if (slot.isEmpty()) {
      return status(StatusWord.REFERENCE_NOT_FOUND);
    }
    PivKey key = keys.get(slot.get());
    if (command.p1() != key.algorithm()) {
      return status(StatusWord.INCORRECT_PARAMETERS);
    }
    if (!pin.allows(slot.get() == PivSlot.SIGNATURE)) {
      return status(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
    }
    byte[] template = BerTlv.decode(command.data()).get(0x7C);
    if (template == null) {
      return status(StatusWord.INCORRECT_DATA);
    }
    operation.begin();
    byte[] result = key.answer(BerTlv.decode(template));
    return answer(command, BerTlv.encode(0x7C, BerTlv.encode(0x82, result)));
  }

  private byte[] answer(CommandApdu command, byte[] data) {
    pending = data;
    return next(command);
  }

  /** As much as was asked for; the status word says how much is left. */
  private byte[] next(CommandApdu command) {
    int length = Math.min(command.expected(), pending.length);
    byte[] part = Arrays.copyOf(pending, length);
    pending = Arrays.copyOfRange(pending, length, pending.length);
    int left = pending.length;
    int word =
        left == 0 ? StatusWord.SUCCESS : StatusWord.BYTES_REMAINING | (left > 0xFF ? 0 : left);
    byte[] answer = Arrays.copyOf(part, length + 2);
    System.arraycopy(status(word), 0, answer, length, 2);
    return answer;
  }

  private static byte[] status(int word) {
    return new byte[] {(byte) (word >> 8), (byte) word};
  }
}

package org.sealpost.card.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.card.api.Told;

/**
 * Why a shared library cannot be loaded. The system's own message is often no help: a library for
 * another processor is "not found" to some.
 */
final class ModuleFile {
  /** A processor that libraries are made for. */
  enum Processor {
    X86,
    X86_64,
    ARM,
    ARM_64,
    OTHER;

    /** The one that this Java is for. */
    static Processor own() {
      return named(System.getProperty("os.arch"));
    }

    static Processor named(String architecture) {
      return switch (architecture.toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" -> X86_64;
        case "x86", "i386", "i486", "i586", "i686" -> X86;
        case "aarch64", "arm64" -> ARM_64;
        case "arm" -> ARM;
        default -> OTHER;
      };
    }
  }

  private static final int HEAD = 4096;

  private ModuleFile() {}

  /**
   * Words for the user.
   *
   * @param message the system's, for what is not known better
   */
  static Told problem(Path library, String message) {
    if (!Files.exists(library)) {
      return TokenErrors.told("module.absent", library);
    }
    if (!Files.isRegularFile(library) || !Files.isReadable(library)) {
      return TokenErrors.told("module.unreadable", library);
    }
    Optional<Processor> madeFor = madeFor(library);
    if (madeFor.isEmpty()) {
      return TokenErrors.told("module.no-library", library);
    }
    if (madeFor.get() != Processor.own()) {
      return TokenErrors.told(
          "module.other-processor",
          library,
          madeFor.get().name().toLowerCase(Locale.ROOT),
          Processor.own().name().toLowerCase(Locale.ROOT));
    }
    return TokenErrors.told("module.not-loaded", library, message);
  }

  /** What the file's header says; empty if it is no shared library of a known format. */
  static Optional<Processor> madeFor(Path library) {
    try (InputStream in = Files.newInputStream(library)) {
      return madeFor(ByteBuffer.wrap(in.readNBytes(HEAD)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<Processor> madeFor(ByteBuffer head) {
    head.order(ByteOrder.LITTLE_ENDIAN);
    try {
      return switch (head.getInt(0)) {
        case 0x464c457f -> Optional.of(elf(head));
        case 0xfeedfacf, 0xfeedface -> Optional.of(machO(head.getInt(4)));
        // A universal library has several parts; the system picks its own.
        case 0xbebafeca -> Optional.of(Processor.own());
        default -> head.getShort(0) == 0x5a4d ? Optional.of(windows(head)) : Optional.empty();
      };
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Processor elf(ByteBuffer head) {
    head.order(head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    return switch (head.getShort(18)) {
      case 3 -> Processor.X86;
      case 62 -> Processor.X86_64;
      case 40 -> Processor.ARM;
      case 183 -> Processor.ARM_64;
      default -> Processor.OTHER;
    };
  }

  private static Processor machO(int type) {
    return switch (type) {
      case 7 -> Processor.X86;
      case 0x01000007 -> Processor.X86_64;
      case 12 -> Processor.ARM;
      case 0x0100000c -> Processor.ARM_64;
      default -> Processor.OTHER;
    };
  }

  private static Processor windows(ByteBuffer head) {
    return switch (head.getShort(head.getInt(0x3c) + 4) & 0xffff) {
      case 0x014c -> Processor.X86;
      case 0x8664 -> Processor.X86_64;
      case 0x01c0, 0x01c4 -> Processor.ARM;
      case 0xaa64 -> Processor.ARM_64;
      default -> Processor.OTHER;
    };
  }
}

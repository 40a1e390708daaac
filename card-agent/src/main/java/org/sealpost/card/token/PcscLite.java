package org.sealpost.card.token;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * pcscd, through libpcsclite on 64-bit Linux. The JDK's javax.smartcardio does not serve: it never
 * recovers from a restart of pcscd.
 */
final class PcscLite implements Pcsc {
  private static final Logger LOG = LoggerFactory.getLogger(PcscLite.class);

  private static final String LIBRARY = "libpcsclite.so.1";

  private static final long SCARD_S_SUCCESS = 0;
  private static final long SCARD_E_UNKNOWN_READER = 0x80100009L;
  private static final long SCARD_E_NO_READERS_AVAILABLE = 0x8010002EL;
  private static final long SCARD_SCOPE_SYSTEM = 2;

  /** Twice what pcscd can hold: 16 names of 128 octets. */
  private static final long NAMES = 4096;

  // pcsclite's LONG and DWORD are C's long.
  private static final StructLayout READER_STATE =
      MemoryLayout.structLayout(
          ValueLayout.ADDRESS.withName("szReader"),
          ValueLayout.ADDRESS.withName("pvUserData"),
          ValueLayout.JAVA_LONG.withName("dwCurrentState"),
          ValueLayout.JAVA_LONG.withName("dwEventState"),
          ValueLayout.JAVA_LONG.withName("cbAtr"),
          MemoryLayout.sequenceLayout(33, ValueLayout.JAVA_BYTE).withName("rgbAtr"),
          MemoryLayout.paddingLayout(7));
  private static final long READER = offset("szReader");
  private static final long EVENT_STATE = offset("dwEventState");

  private final MethodHandle establishContext;
  private final MethodHandle releaseContext;
  private final MethodHandle listReaders;
  private final MethodHandle getStatusChange;

  private PcscLite(SymbolLookup library) {
    this.establishContext =
        function(
            library,
            "SCardEstablishContext",
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);
    this.releaseContext = function(library, "SCardReleaseContext", ValueLayout.JAVA_LONG);
    this.listReaders =
        function(
            library,
            "SCardListReaders",
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);
    this.getStatusChange =
        function(
            library,
            "SCardGetStatusChange",
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG);
  }

  /** Empty where the system has no such library; whether pcscd runs is another matter. */
  @SuppressWarnings("restricted") // The launchers allow native access.
  static Optional<Pcsc> load() {
    boolean linux = System.getProperty("os.name").startsWith("Linux");
    if (!linux || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PcscLite(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
    } catch (IllegalArgumentException | NoSuchElementException e) {
      LOG.debug("{} cannot be used", LIBRARY, e);
      return Optional.empty();
    }
  }

  @Override
  public long establish() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment context = arena.allocate(ValueLayout.JAVA_LONG);
      require(
          "SCardEstablishContext",
          call(
              () ->
                  (long)
                      establishContext.invokeExact(
                          SCARD_SCOPE_SYSTEM, MemorySegment.NULL, MemorySegment.NULL, context)));
      return context.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  @Override
  public void release(long context) {
    long result = call(() -> (long) releaseContext.invokeExact(context));
    if (result != SCARD_S_SUCCESS) {
      LOG.debug("a context was gone before it was released: {}", Long.toHexString(result));
    }
  }

  @Override
  public List<String> readers(long context) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(NAMES);
      MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_LONG, NAMES);
      long result =
          call(() -> (long) listReaders.invokeExact(context, MemorySegment.NULL, names, length));
      if (result == SCARD_E_NO_READERS_AVAILABLE) {
        return List.of();
      }
      require("SCardListReaders", result);
      return multiString(names.asSlice(0, length.get(ValueLayout.JAVA_LONG, 0)));
    }
  }

  /** Strings that end in NUL, and an empty one after the last. */
  private static List<String> multiString(MemorySegment octets) {
    List<String> strings = new ArrayList<>();
    long at = 0;
    while (at < octets.byteSize() && octets.get(ValueLayout.JAVA_BYTE, at) != 0) {
      long end = at;
      while (octets.get(ValueLayout.JAVA_BYTE, end) != 0) {
        end++;
      }
      strings.add(octets.getString(at));
      at = end + 1;
    }
    return strings;
  }

  @Override
  public OptionalLong state(long context, String reader) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(READER_STATE);
      state.set(ValueLayout.ADDRESS, READER, arena.allocateFrom(reader));
      long result = call(() -> (long) getStatusChange.invokeExact(context, 0L, state, 1L));
      if (result == SCARD_E_UNKNOWN_READER) {
        return OptionalLong.empty();
      }
      require("SCardGetStatusChange", result);
      return OptionalLong.of(state.get(ValueLayout.JAVA_LONG, EVENT_STATE));
    }
  }

  private static void require(String function, long result) throws IOException {
    if (result != SCARD_S_SUCCESS) {
      throw new IOException(function + ": " + Long.toHexString(result));
    }
  }

  private interface Call {
    // What a method handle may throw is not known.
    long result() throws Throwable;
  }

  /** The function's result as PC/SC writes it: 32 bits. */
  private static long call(Call call) {
    try {
      return call.result() & 0xFFFF_FFFFL;
    } catch (Throwable e) {
      // These call C, which throws nothing.
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("restricted") // The signatures are those of winscard.h.
  private static MethodHandle function(
      SymbolLookup library, String name, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            library.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters));
  }

  private static long offset(String field) {
    return READER_STATE.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }
}

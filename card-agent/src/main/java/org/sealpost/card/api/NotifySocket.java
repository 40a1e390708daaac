package org.sealpost.card.api;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The datagram socket on which a service manager listens, on Linux: unix(7). Java has no
 * Unix-domain datagrams, so the C library is called. Nothing of that is linked before the first
 * datagram. For one thread.
 */
final class NotifySocket {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code sun_path} of {@code struct sockaddr_un}, and what stands before it. */
  private static final int LONGEST_PATH = 108;

  private static final int FAMILY = 2;

  private final byte[] path;

  private NotifySocket(byte[] path) {
    this.path = path;
  }

  /**
   * The socket with an address as {@code NOTIFY_SOCKET} has it: a path, or {@code @} and a name
   * that is in no file system. Empty for others, and on other systems.
   */
  static Optional<NotifySocket> at(String address) {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    boolean known = address.startsWith("/") || address.startsWith("@");
    if (!known || path.length >= LONGEST_PATH || !System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    return Optional.of(new NotifySocket(path));
  }

  /**
   * Sends one datagram.
   *
   * @throws IOException if it is not taken
   */
  void send(String message) throws IOException {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Library.STATE);
      int socket =
          (int) Library.SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (socket < 0) {
        throw failed("socket", state);
      }
      try {
        MemorySegment address = address(arena);
        long sent =
            (long)
                Library.SENDTO.invokeExact(
                    state,
                    socket,
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, octets),
                    (long) octets.length,
                    MSG_NOSIGNAL,
                    address,
                    (int) address.byteSize());
        if (sent < 0) {
          throw failed("sendto", state);
        }
      } finally {
        int _ = (int) Library.CLOSE.invokeExact(state, socket);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      // What a method handle may throw is not known; these call C, which throws nothing.
      throw new IllegalStateException(e);
    }
  }

  private MemorySegment address(Arena arena) {
    boolean isNamed = path[0] == '@';
    // A path ends with a zero octet, a name has one in front.
    MemorySegment address = arena.allocate(FAMILY + path.length + (isNamed ? 0L : 1L), 2);
    address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, FAMILY, path.length);
    if (isNamed) {
      address.set(ValueLayout.JAVA_BYTE, FAMILY, (byte) 0);
    }
    return address;
  }

  private static IOException failed(String function, MemorySegment state) {
    int error =
        (int)
            Library.STATE.varHandle(MemoryLayout.PathElement.groupElement("errno")).get(state, 0L);
    return new IOException(function + " failed with error " + error);
  }

  /** The C library's functions. To link them takes far longer than to call them. */
  private static final class Library {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final MethodHandle SOCKET =
        function(
            "socket",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    private static final MethodHandle SENDTO =
        function(
            "sendto",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
        function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted") // The launchers allow native access.
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name),
          descriptor,
          Linker.Option.captureCallState("errno"));
    }
  }
}

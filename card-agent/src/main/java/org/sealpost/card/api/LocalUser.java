package org.sealpost.card.api;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import jdk.net.ExtendedSocketOptions;

/** Who this process runs as, and whether the other end of a local socket is the same user. */
public final class LocalUser {
  private LocalUser() {}

  /** The user of this process; equal to a file's owner when the user ids are equal. */
  public static UserPrincipal current() throws IOException {
    try {
      return FileSystems.getDefault()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(System.getProperty("user.name"));
    } catch (UserPrincipalNotFoundException e) {
      // A user id without an entry in the user database, as containers have: ask a file of our own.
      Path own = Files.createTempFile("sealpost", null);
      try {
        return Files.getOwner(own);
      } finally {
        Files.delete(own);
      }
    }
  }

  /**
   * Whether the process at the other end of a connected Unix-domain socket runs as this user
   * (SO_PEERCRED).
   */
  public static boolean isPeer(SocketChannel channel) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(current());
  }

  /**
   * Whether the one who listens at the other end is this user or root: a socket of the system's
   * service manager is root's, though the agent behind it is not. Root could be in anybody's place
   * anyhow.
   */
  static boolean isTrustedListener(SocketChannel channel) throws IOException {
    return isPeer(channel) || isRoot(channel);
  }

  private static boolean isRoot(SocketChannel channel) throws IOException {
    try {
      return channel
          .getOption(ExtendedSocketOptions.SO_PEERCRED)
          .user()
          .equals(
              FileSystems.getDefault()
                  .getUserPrincipalLookupService()
                  .lookupPrincipalByName("root"));
    } catch (UserPrincipalNotFoundException _) {
      return false;
    }
  }
}

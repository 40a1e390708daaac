package org.sealpost.server.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.sealpost.password.PasswordFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret with which a program that watches this one asks for {@code /metrics} and {@code
 * /health} (RFC 6750 §2.1), in a file that only this user can read. Immutable.
 */
final class WatcherToken {
  private static final Logger LOG = LoggerFactory.getLogger(WatcherToken.class);

  private static final String SCHEME = "Bearer ";
  private static final int BYTES = 32;

  private final byte[] token;

  private WatcherToken(byte[] token) {
    this.token = token;
  }

  /**
   * The one in the file, which is made where it is missing, and made anew where others can read it
   * or it is empty.
   *
   * @throws IOException if it cannot be made
   */
  static WatcherToken keptIn(Path file) throws IOException {
    if (Files.exists(file)) {
      try {
        return new WatcherToken(PasswordFile.read(file));
      } catch (IOException e) {
        LOG.warn("the token for who watches this proxy is made anew: {}", e.getMessage());
        Files.delete(file);
      }
    }
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    byte[] token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(bytes)
            .getBytes(StandardCharsets.US_ASCII);
    Files.createFile(file, ownerOnly(file));
    Files.write(file, token);
    return new WatcherToken(token);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether a field Authorization has it. */
  boolean isIn(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            token,
            authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
  }
}

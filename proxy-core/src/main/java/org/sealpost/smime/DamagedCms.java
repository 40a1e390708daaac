package org.sealpost.smime;

import java.io.IOException;

/**
 * The bytes are not the CMS they should be: truncated, malformed or beyond a limit. Its message is
 * for the log; unlike other I/O errors it says nothing about this machine and will not go away.
 */
final class DamagedCms extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedCms(String message) {
    super(message);
  }

  DamagedCms(String message, Throwable cause) {
    super(message, cause);
  }
}

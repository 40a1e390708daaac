package org.sealpost.packaging;

import java.util.regex.Pattern;

/** Which native code in a library is for which machine, by the names that libraries use. */
final class NativeCode {
  private static final Pattern ANY = Pattern.compile(".+\\.(so|dll|dylib|jnilib|a)");
  private static final Pattern AMD64 =
      Pattern.compile(".*(/Linux/x86_64/[^/]+|/linux-x86_64/.+|_x86_64)\\.so");
  private static final Pattern ARM64 =
      Pattern.compile(".*(/Linux/aarch64/[^/]+|/linux-aarch64/.+|_aarch_64)\\.so");

  private NativeCode() {}

  /** Whether an entry is native code at all. */
  static boolean isIt(String entry) {
    return ANY.matcher(entry).matches();
  }

  /**
   * Whether an entry is native code for Linux on this machine.
   *
   * @param architecture as Debian names it: {@code amd64} or {@code arm64}
   */
  static boolean isFor(String architecture, String entry) {
    return (architecture.equals("arm64") ? ARM64 : AMD64).matcher(entry).matches();
  }
}

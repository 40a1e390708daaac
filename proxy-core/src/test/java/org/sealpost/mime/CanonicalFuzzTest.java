package org.sealpost.mime;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever the bytes: a limit passed is said, anything else becomes canonical. */
class CanonicalFuzzTest {
  @FuzzTest
  void anyBytesBecomeCanonical(byte[] mail) throws IOException {
    try {
      Canonical.checked(mail);
    } catch (MimeException e) {
      // A mail may pass a limit; nothing is promised but that this is said.
    }
  }
}

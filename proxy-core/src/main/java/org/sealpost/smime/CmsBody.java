package org.sealpost.smime;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.sealpost.mime.Entity;

/**
 * The CMS bytes in an entity's body. Beyond the transfer encoding that the header names, a body
 * that turns out to be Base64 or PEM armour is unwrapped too: gateways and mailers label such parts
 * as 7bit or binary.
 */
final class CmsBody {
  private static final int LOOK = 64;
  private static final int LINE_LIMIT = 1024;
  private static final String ARMOUR = "-----BEGIN ";

  private CmsBody() {}

  static InputStream open(Entity entity) throws IOException {
    InputStream in = entity.decodedBody();
    try {
      return unwrap(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream unwrap(InputStream in) throws IOException {
    byte[] head = in.readNBytes(LOOK);
    if (head.length == 0 || head[0] == BerReader.SEQUENCE) {
      return joined(head, in);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
    if (text.startsWith(ARMOUR)) {
      InputStream buffered = new BufferedInputStream(joined(head, in));
      skipArmourLine(buffered);
      return new Base64Text(buffered);
    }
    // What 0x30 and the first octet of a length above 127 make in Base64.
    if (text.startsWith("MI")) {
      return new Base64Text(joined(head, in));
    }
    return joined(head, in);
  }

  private static InputStream joined(byte[] head, InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(head), rest);
  }

  private static void skipArmourLine(InputStream in) throws IOException {
    boolean begun = false;
    for (int i = 0; i < LINE_LIMIT; i++) {
      int octet = in.read();
      begun |= octet == '-';
      if (octet < 0 || (begun && octet == '\n')) {
        return;
      }
    }
  }
}

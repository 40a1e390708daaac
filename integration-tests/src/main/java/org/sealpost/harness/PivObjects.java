package org.sealpost.harness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The data objects that a PIV card gives to anyone who asks (SP 800-73-4, part 1, appendix A). */
final class PivObjects {
  private static final int DATA = 0x53;
  private static final int CHUID = 0x5FC102;
  private static final int KEY_HISTORY = 0x5FC10C;
  private static final int DISCOVERY = 0x7E;

  private final Map<Integer, byte[]> objects = new HashMap<>();

  PivObjects(UUID guid, Map<PivSlot, PivKey> keys) {
    objects.put(CHUID, chuid(guid));
    objects.put(DISCOVERY, hex("7E124F0BA0000003080000100001005F2F024000"));
    keys.forEach((slot, key) -> objects.put(slot.certificateTag(), certificate(key)));
    if (keys.containsKey(PivSlot.RETIRED_KEY_MANAGEMENT)) {
      objects.put(
          KEY_HISTORY,
          BerTlv.encode(
              DATA,
              BerTlv.encode(0xC1, new byte[] {1}),
              BerTlv.encode(0xC2, new byte[] {0}),
              BerTlv.encode(0xFE)));
    }
  }

  /** A data object's bytes by its tag. */
  Optional<byte[]> find(int tag) {
    return Optional.ofNullable(objects.get(tag));
  }

  private static byte[] chuid(UUID guid) {
    byte[] serial =
        ByteBuffer.allocate(16)
            .putLong(guid.getMostSignificantBits())
            .putLong(guid.getLeastSignificantBits())
            .array();
    return BerTlv.encode(
        DATA,
        // The FASC-N of a card that no agency issued: the number is then the GUID.
        BerTlv.encode(0x30, hex("D4E739DA739CED39CE739D836858210842108421C84210C3EB")),
        BerTlv.encode(0x34, serial),
        BerTlv.encode(0x35, "20991231".getBytes(StandardCharsets.US_ASCII)),
        BerTlv.encode(0x3E),
        BerTlv.encode(0xFE));
  }

  private static byte[] certificate(PivKey key) {
    try {
      return BerTlv.encode(
          DATA,
          BerTlv.encode(0x70, key.certificate().getEncoded()),
          BerTlv.encode(0x71, new byte[] {0}),
          BerTlv.encode(0xFE));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}

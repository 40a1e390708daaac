package org.sealpost.mime;

import java.io.InputStream;
import java.util.Arrays;

/**
 * What the fields that describe a part say of how it is made up (RFC 2045, RFC 2046). Immutable.
 */
public final class ContentType {
  /** So that a boundary line fits the 998 of RFC 5322; the 70 of RFC 2046 is not kept by all. */
  private static final int LONGEST_BOUNDARY = 900;

  private final String mediaType;
  private final byte[] boundary;
  private final String encoding;

  private ContentType(String mediaType, byte[] boundary, String encoding) {
    this.mediaType = mediaType;
    this.boundary = boundary;
    this.encoding = encoding;
  }

  /**
   * As the header has it.
   *
   * @param defaultType for one that does not say
   */
  public static ContentType of(Header header, String defaultType) {
    String mediaType = Entity.mediaType(header, defaultType);
    byte[] boundary = mediaType.startsWith("multipart/") ? boundary(header) : new byte[0];
    return new ContentType(mediaType, boundary, Entity.transferEncoding(header));
  }

  private static byte[] boundary(Header header) {
    return header
        .first("Content-Type")
        .flatMap(field -> FieldParameters.of(field).bytes("boundary"))
        .map(ContentType::withoutTrailingBlanks)
        .filter(bytes -> bytes.length <= LONGEST_BOUNDARY)
        .orElse(new byte[0]);
  }

  private static byte[] withoutTrailingBlanks(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && (bytes[length - 1] == ' ' || bytes[length - 1] == '\t')) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** In lower case, without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** Of a multipart, as octets; empty where there is none that can be used. */
  public byte[] boundary() {
    return boundary.clone();
  }

  /** Whether the body stands as it is: 7bit, 8bit or binary. */
  public boolean isIdentity() {
    return TransferDecoding.isIdentity(encoding);
  }

  /** How the body is encoded, in lower case (RFC 2045 §6.1). */
  public String transferEncoding() {
    return encoding;
  }

  /** The body without its transfer encoding, read as it goes; what is damaged is skipped. */
  public InputStream decoded(InputStream body) {
    return TransferDecoding.of(encoding, body);
  }

  /** What a part of it is that does not say (RFC 2046 §5.1.5). */
  public String partDefault() {
    return mediaType.equals("multipart/digest") ? "message/rfc822" : "text/plain";
  }
}

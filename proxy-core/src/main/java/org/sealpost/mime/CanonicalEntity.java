package org.sealpost.mime;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An entity in the form that is signed (RFC 8551 §3.1): CRLF, 7-bit, no line over 998, no epilogue,
 * lines that begin with {@code From } and trailing blanks protected. Of the outermost header only
 * the {@code Content-*} fields are written, {@code Content-Type: text/plain} where there is none.
 * What is so already is not changed by a byte; decoded, every part is what it was.
 *
 * <ul>
 *   <li>Bodies are encoded again in quoted-printable, or base64 where that is shorter. Text gets
 *       CRLF for a CR or LF alone; other bodies stay exact.
 *   <li>Preambles stay, with a question mark for each byte that is not 7-bit; epilogues go; a
 *       missing close delimiter is added. The close delimiter is the last thing written: what
 *       followed would be an epilogue.
 *   <li>The mail in a message/rfc822 is made canonical itself, since it must not be encoded (RFC
 *       2046 §5.2.1). Where its header is not 7-bit, or signatures within would break, it travels
 *       unchanged in base64 as message/global (RFC 6532 §3.7).
 *   <li>A multipart/signed that is 7-bit stays as it is, its {@code From } lines too.
 *   <li>Blanks at line ends in headers go; header parameters that are not 7-bit take the form of
 *       RFC 2231, other fields encoded words (RFC 2047).
 * </ul>
 *
 * <p>Thread-safe. The first use reads the entity once to plan; writing streams.
 */
public final class CanonicalEntity implements EntityWriter {
  private final Entity entity;
  private CanonicalPart plan;

  public CanonicalEntity(Entity entity) {
    this.entity = entity;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    plan().writeTo(out);
  }

  /** An upper bound of what {@link #writeTo} writes, in bytes; in fact it is exact. */
  public long sizeBound() throws IOException {
    return plan().size();
  }

  private synchronized CanonicalPart plan() throws IOException {
    if (plan == null) {
      plan = CanonicalPlanner.planOutermost(entity);
    }
    return plan;
  }
}

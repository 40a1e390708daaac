package org.sealpost.outbound;

import java.util.List;
import org.sealpost.mime.EntityWriter;

/**
 * What one upstream transaction delivers.
 *
 * @param recipients who gets it, in every spelling that the envelope has
 * @param mail writes the whole mail, header and body, not dot-stuffed
 * @param sizeBound an upper bound of its size in bytes, for SIZE
 * @param eightBit whether the mail may hold bytes above 127, so that BODY=8BITMIME is needed
 */
public record Delivery(
    List<String> recipients, EntityWriter mail, long sizeBound, boolean eightBit) {
  public Delivery {
    recipients = List.copyOf(recipients);
  }
}

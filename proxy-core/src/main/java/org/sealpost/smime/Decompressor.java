package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealpost.failure.Words;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Undoes CompressedData (RFC 3274), streaming. Thread-safe. */
public final class Decompressor {
  private static final Logger LOG = LoggerFactory.getLogger(Decompressor.class);
  private static final Words WORDS = Words.beside(Decompressor.class);
  private static final int BUFFER_SIZE = 32 * 1024;
  private static final int ALGORITHM_LIMIT = 4 * 1024;
  private static final ASN1ObjectIdentifier ZLIB = CMSObjectIdentifiers.zlibCompress;

  private final SpoolFactory spools;
  private final long maxSize;

  /**
   * A decompressor.
   *
   * @param maxSize bytes that one entity may decompress to; a few kilobytes can be made to
   *     decompress to gigabytes
   */
  public Decompressor(SpoolFactory spools, long maxSize) {
    this.spools = spools;
    this.maxSize = maxSize;
  }

  /**
   * The entity within an entity of kind {@link SmimeKind#COMPRESSED}; the caller closes it.
   *
   * @throws MimeException if it is damaged, or grows beyond the limit
   */
  public Spool decompress(Entity entity) throws IOException, MimeException {
    Spool plain = spools.create();
    boolean good = false;
    try (InputStream in = CmsBody.open(entity)) {
      inflate(compressed(in), plain);
      good = true;
      return plain;
    } catch (DamagedCms | DataFormatException e) {
      LOG.debug("a damaged CompressedData: {}", e.toString());
      throw new MimeException(WORDS.phrase("damaged.compressed"));
    } finally {
      if (!good) {
        plain.close();
      }
    }
  }

  private static InputStream compressed(InputStream in) throws IOException {
    BerReader ber = new BerReader(in);
    ber.enter(BerReader.SEQUENCE);
    if (!ber.oid().equals(CMSObjectIdentifiers.compressedData)) {
      throw new DamagedCms("no CompressedData");
    }
    ber.enter(BerReader.context(0));
    ber.enter(BerReader.SEQUENCE);
    ber.skip();
    try {
      AlgorithmIdentifier algorithm =
          AlgorithmIdentifier.getInstance(ASN1Sequence.getInstance(ber.object(ALGORITHM_LIMIT)));
      if (!algorithm.getAlgorithm().equals(ZLIB)) {
        throw new DamagedCms("compressed with " + algorithm.getAlgorithm());
      }
    } catch (IllegalArgumentException e) {
      throw new DamagedCms("malformed compression algorithm", e);
    }
    ber.enter(BerReader.SEQUENCE);
    ber.oid();
    ber.enter(BerReader.context(0));
    return ber.octets(BerReader.OCTET_STRING);
  }

  private void inflate(InputStream compressed, Spool plain)
      throws IOException, DataFormatException, MimeException {
    byte[] input = new byte[BUFFER_SIZE];
    byte[] output = new byte[BUFFER_SIZE];
    long size = 0;
    try (Inflater inflater = new Inflater();
        OutputStream out = plain.out()) {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int count = compressed.read(input);
          if (count < 0) {
            throw new DamagedCms("compressed content is truncated");
          }
          inflater.setInput(input, 0, count);
        }
        int count = inflater.inflate(output);
        if (inflater.needsDictionary()) {
          throw new DamagedCms("compressed with a dictionary");
        }
        size += count;
        if (size > maxSize) {
          throw new MimeException(WORDS.phrase("damaged.too-large", maxSize));
        }
        out.write(output, 0, count);
      }
    }
  }
}

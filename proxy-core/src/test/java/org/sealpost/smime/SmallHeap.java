package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.SoftRecipientKeys;
import org.sealpost.testpki.SoftSigningKey;

/** The process that {@link SmimeMemoryTest} starts; it says how many bytes came out. */
final class SmallHeap {
  private static final int SIZE = 26_000_000;

  /** What to do with a large mail. */
  enum Task {
    SIGN_ENCRYPT_DECRYPT_VERIFY,
    SIGN_OPAQUELY_ENCRYPT_AUTHENTICATED_DECRYPT_VERIFY,
    VERIFY_WITH_LINE_FEEDS
  }

  private final SpoolFactory spools;

  private SmallHeap(SpoolFactory spools) {
    this.spools = spools;
  }

  public static void main(String[] arguments) throws Exception {
    SmallHeap small = new SmallHeap(new SpoolFactory(Path.of(arguments[1]), 64 * 1024));
    long size =
        switch (Task.valueOf(arguments[0])) {
          case SIGN_ENCRYPT_DECRYPT_VERIFY -> small.roundTrip();
          case SIGN_OPAQUELY_ENCRYPT_AUTHENTICATED_DECRYPT_VERIFY -> small.opaqueRoundTrip();
          case VERIFY_WITH_LINE_FEEDS -> small.lineFeeds();
        };
    System.out.println(size + " bytes");
  }

  private long roundTrip() throws Exception {
    return opened(
        new EncryptedWriter(
            new SignedWriter(text("\r\n"), new SoftSigningKey(Pki.MING), Instant.now()),
            List.of(Pki.HUA.encryption().certificate())));
  }

  private long opaqueRoundTrip() throws Exception {
    Algorithms algorithms = Algorithms.standard();
    return opened(
        new EncryptedWriter(
            new OpaqueSignedWriter(
                text("\r\n"), new SoftSigningKey(Pki.MING), Instant.now(), algorithms),
            List.of(new Reader(Pki.HUA.encryption().certificate(), Capabilities.ours(algorithms))),
            algorithms));
  }

  private long opened(EntityWriter sealed) throws Exception {
    try (Spool mail = spooled(sealed);
        Spool plaintext = decrypted(mail, new SoftRecipientKeys(Pki.HUA.encryption()))) {
      return verified(plaintext);
    }
  }

  private long lineFeeds() throws Exception {
    EntityWriter signed =
        new SignedWriter(text("\r\n"), new SoftSigningKey(Pki.MING), Instant.now());
    EntityWriter damaged = out -> signed.writeTo(new WithoutCarriageReturns(out));
    try (Spool mail = spooled(damaged)) {
      return verified(mail);
    }
  }

  private long verified(Spool mail) throws Exception {
    try (Signed signed = new Verifier(spools).verify(Entity.parse(mail))) {
      if (!signed.signatures().getFirst().outcome().equals(new Outcome.Holds())) {
        throw new IllegalStateException(signed.signatures().toString());
      }
      return signed.content().size();
    }
  }

  private Spool decrypted(Spool mail, RecipientKeys keys) throws Exception {
    return switch (new Decryptor(spools, false).decrypt(Entity.parse(mail), keys)) {
      case Decryption.Decrypted decrypted -> decrypted.plaintext();
      case Decryption other -> throw new IllegalStateException(other.toString());
    };
  }

  private Spool spooled(EntityWriter writer) throws Exception {
    Spool spool = spools.create();
    try (OutputStream out = spool.out()) {
      writer.writeTo(out);
    }
    return spool;
  }

  private static EntityWriter text(String lineEnd) {
    byte[] head = Mails.bytes(lineEnd);
    byte[] line = Mails.bytes("x".repeat(98) + lineEnd);
    return out -> {
      out.write(head);
      out.write(Mails.bytes("x".repeat(96) + lineEnd));
      for (int written = 100; written < SIZE; written += line.length) {
        out.write(line);
      }
    };
  }

  /** Turns CRLF into LF. */
  private static final class WithoutCarriageReturns extends OutputStream {
    private final OutputStream out;

    WithoutCarriageReturns(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
      if (octet != '\r') {
        out.write(octet);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] kept = new byte[length];
      int count = 0;
      for (int i = 0; i < length; i++) {
        if (bytes[offset + i] != '\r') {
          kept[count++] = bytes[offset + i];
        }
      }
      out.write(kept, 0, count);
    }
  }
}

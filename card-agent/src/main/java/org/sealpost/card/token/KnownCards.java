package org.sealpost.card.token;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cards that were seen, with their certificates, on disk: after a restart without the card, a
 * mail that only it can open is still known to be one, and waits. Nothing here is secret, but the
 * folder is for its owner alone. Safe for use by several threads.
 */
public final class KnownCards {
  /**
   * A card.
   *
   * @param id the token's
   * @param serial the manufacturer's
   * @param module the path of the module that saw it
   */
  record Card(
      String id,
      String serial,
      String label,
      String reader,
      String module,
      List<CardCertificate> certificates) {}

  private record Written(
      String id,
      String serial,
      String label,
      String reader,
      String module,
      List<WrittenCertificate> certificates) {}

  private record WrittenCertificate(
      String keyId, Set<KeyPurpose> purposes, String certificate, List<String> chain) {}

  private static final Logger LOG = LoggerFactory.getLogger(KnownCards.class);
  private static final String SUFFIX = ".card";

  private final Path folder;
  private final Gson gson = new Gson();

  /**
   * @param folder is made with mode 0700 once there is something to write
   */
  public KnownCards(Path folder) {
    this.folder = folder;
  }

  /** The cards that this module saw; a file that cannot be read is left out. */
  List<Card> seenBy(Path module) {
    List<Card> cards = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        read(file, cards);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("no card was seen yet", e);
    } catch (IOException e) {
      LOG.warn("the cards seen before cannot be read from {}", folder, e);
    }
    return cards.stream()
        .filter(card -> card.module().equals(module.toString()))
        .sorted(Comparator.comparing(Card::id))
        .toList();
  }

  /** Keeps what was seen; a failure is logged, since it only shows after a restart. */
  synchronized void remember(Card card) {
    try {
      Files.createDirectories(folder);
      restrict(folder, "rwx------");
      Path file = folder.resolve(name(card.id()) + SUFFIX);
      byte[] content = gson.toJson(written(card)).getBytes(StandardCharsets.UTF_8);
      if (Files.exists(file) && MessageDigest.isEqual(Files.readAllBytes(file), content)) {
        return;
      }
      Path fresh = folder.resolve(name(card.id()) + ".new");
      Files.write(fresh, content);
      restrict(fresh, "rw-------");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("the card {} cannot be remembered in {}", card.label(), folder, e);
    }
  }

  /** Removes what was kept of the card, if anything was. */
  synchronized void forget(String id) throws IOException {
    Files.deleteIfExists(folder.resolve(name(id) + SUFFIX));
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  private void read(Path file, List<Card> cards) {
    try {
      Written written = gson.fromJson(Files.readString(file), Written.class);
      cards.add(
          new Card(
              written.id(),
              written.serial(),
              written.label(),
              written.reader(),
              written.module(),
              written.certificates().stream().map(KnownCards::certificate).toList()));
    } catch (IOException | JsonParseException | IllegalArgumentException | NullPointerException e) {
      LOG.warn("{} is damaged and is left out", file, e);
    }
  }

  private static Written written(Card card) {
    return new Written(
        card.id(),
        card.serial(),
        card.label(),
        card.reader(),
        card.module(),
        card.certificates().stream()
            .map(
                held ->
                    new WrittenCertificate(
                        held.keyId(),
                        held.purposes(),
                        base64(held.certificate()),
                        held.chain().stream().map(KnownCards::base64).toList()))
            .toList());
  }

  private static CardCertificate certificate(WrittenCertificate written) {
    Set<KeyPurpose> purposes = EnumSet.noneOf(KeyPurpose.class);
    purposes.addAll(written.purposes());
    return new CardCertificate(
        written.keyId(),
        purposes,
        Base64.getDecoder().decode(written.certificate()),
        written.chain().stream().map(Base64.getDecoder()::decode).toList());
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  /** A serial number can hold anything; a file's name cannot. */
  private static String name(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

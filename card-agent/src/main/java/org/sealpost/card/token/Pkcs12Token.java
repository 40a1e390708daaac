package org.sealpost.card.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PKCS#12 file that serves as a card; its password is the PIN. The file may be absent at first,
 * go and come back: it is looked at again at every {@link #present}.
 */
public final class Pkcs12Token implements Token {
  private static final Logger LOG = LoggerFactory.getLogger(Pkcs12Token.class);
  private static final int MAX_FILE = 4 << 20;

  private final Path path;
  private final String id;
  private final String label;
  private FileState state = FileState.absent();

  /** The file need not exist yet. */
  public Pkcs12Token(Path path) {
    this.path = realPath(path.toAbsolutePath().normalize());
    this.id = "p12-" + digest(this.path.toString());
    this.label = this.path.getFileName().toString().replaceFirst("(?i)\\.(p12|pfx)$", "");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String reader() {
    return path.toString();
  }

  @Override
  public boolean present() {
    look();
    return state.stamp().isPresent();
  }

  @Override
  public Optional<Told> problem() {
    return state.problem();
  }

  @Override
  public boolean loggedIn() {
    return !state.keys().isEmpty();
  }

  @Override
  public PinStatus pinStatus() {
    return PinStatus.unlimited();
  }

  @Override
  public Optional<List<CardCertificate>> certificates() {
    return state.certificates();
  }

  @Override
  public void checkBeforeLogin() throws CardException {
    if (!present()) {
      throw absent();
    }
    readFile();
  }

  @Override
  public void login(char[] pin) throws CardException {
    checkBeforeLogin();
    try {
      unlocked(readFile().open(pin));
    } catch (Pkcs12File.WrongPasswordException e) {
      throw TokenErrors.of(CardError.PIN_WRONG, "pin.wrong", label);
    } catch (IOException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "file.damaged", path);
    }
  }

  @Override
  public void loginOnPad() throws CardException {
    throw TokenErrors.notSupported("pad.none", label);
  }

  @Override
  public void logout() {
    state = state.withoutKeys();
  }

  @Override
  public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] digest)
      throws CardException {
    SoftwareKey key = key(keyId, KeyPurpose.SIGN);
    Arguments.requireDigest(algorithm, digest);
    return key.sign(algorithm, digest);
  }

  @Override
  public byte[] decrypt(String keyId, KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws CardException {
    SoftwareKey key = key(keyId, KeyPurpose.DECRYPT);
    Arguments.requireContentKeyLength(expectedLength);
    return key.decrypt(algorithm, wrappedKey, expectedLength);
  }

  @Override
  public byte[] agree(String keyId, byte[] ephemeralPublicKey) throws CardException {
    return key(keyId, KeyPurpose.DECRYPT).agree(ephemeralPublicKey);
  }

  private SoftwareKey key(String keyId, KeyPurpose purpose) throws CardException {
    if (!present()) {
      throw absent();
    }
    if (!loggedIn()) {
      throw TokenErrors.of(CardError.LOCKED, "token.locked", label);
    }
    SoftwareKey key = state.keys().get(keyId);
    if (key == null) {
      throw TokenErrors.of(CardError.KEY_ABSENT, "key.absent", label);
    }
    boolean meant =
        state.certificates().orElse(List.of()).stream()
            .anyMatch(c -> c.keyId().equals(keyId) && c.purposes().contains(purpose));
    if (!meant) {
      throw TokenErrors.notSupported(
          purpose == KeyPurpose.SIGN ? "key.cannot-sign" : "key.cannot-decrypt");
    }
    return key;
  }

  /** There may be something else of that name, or a folder that this user may not look into. */
  private CardException absent() {
    return TokenErrors.of(
        CardError.TOKEN_ABSENT, Files.notExists(path) ? "file.absent" : "file.unreadable", path);
  }

  /**
   * Notices that the file came, went or was exchanged. One that cannot be read is tried again: a
   * change of its permissions alone leaves no trace in the stamp.
   */
  private void look() {
    Optional<FileStamp> now = stamp();
    if (!now.equals(state.stamp()) || state.problem().isPresent()) {
      if (now.isPresent()) {
        state = FileState.of(now);
        readCertificates();
      } else {
        state = state.gone();
      }
    }
  }

  private void readCertificates() {
    try {
      Optional<Pkcs12File.Unencrypted> readable = readFile().unencrypted();
      readable.flatMap(Pkcs12Token::certificatesBeforeLogin).ifPresent(this::known);
    } catch (CardException e) {
      LOG.debug("{} cannot be used", path, e);
      state = state.withProblem(e.told());
    } catch (IOException e) {
      LOG.warn("{} cannot be read before its PIN is given: {}", path, e.getMessage());
    }
  }

  /** Known before the login only where every key says which certificates are its own. */
  private static Optional<List<CardCertificate>> certificatesBeforeLogin(
      Pkcs12File.Unencrypted readable) {
    KeyCertificates certificates = new KeyCertificates(holders(readable.certificates()));
    List<CardCertificate> found = new ArrayList<>();
    for (Optional<String> localKeyId : readable.localKeyIds()) {
      List<CardCertificate> ofKey =
          readable.certificates().stream()
              .filter(bag -> localKeyId.isPresent() && bag.localKeyId().equals(localKeyId))
              .flatMap(bag -> certificates.of(bag.certificate()).stream())
              .toList();
      if (ofKey.isEmpty()) {
        return Optional.empty();
      }
      found.addAll(ofKey);
    }
    return Optional.of(found);
  }

  private void known(List<CardCertificate> certificates) {
    state = state.withCertificates(certificates);
  }

  private void unlocked(Pkcs12File.Contents contents) throws CardException {
    KeyCertificates certificates = new KeyCertificates(holders(contents.certificates()));
    List<CardCertificate> found = new ArrayList<>();
    Map<String, SoftwareKey> keys = new HashMap<>();
    for (PrivateKeyInfo key : contents.keys()) {
      List<X509CertificateHolder> ofKey =
          holders(contents.certificates()).stream()
              .filter(c -> KeyPair.matches(key, c.getSubjectPublicKeyInfo()))
              .toList();
      try {
        SoftwareKey operations = KeyPair.operations(key);
        List<CardCertificate> described =
            ofKey.stream().flatMap(c -> certificates.of(c).stream()).toList();
        described.forEach(c -> keys.put(c.keyId(), operations));
        found.addAll(described);
      } catch (GeneralSecurityException | IOException e) {
        LOG.warn("{} has a key that cannot be used: {}", path, e.getMessage());
      }
    }
    if (keys.isEmpty()) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, "file.no-keys", path);
    }
    state = state.withCertificates(found).withKeys(keys);
  }

  private static List<X509CertificateHolder> holders(List<Pkcs12File.CertificateBag> bags) {
    return bags.stream().map(Pkcs12File.CertificateBag::certificate).distinct().toList();
  }

  private Pkcs12File readFile() throws CardException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] encoded = in.readNBytes(MAX_FILE + 1);
      if (encoded.length > MAX_FILE) {
        throw new IOException("larger than any PKCS#12 file");
      }
      return new Pkcs12File(encoded);
    } catch (IOException e) {
      throw TokenErrors.of(CardError.TOKEN_FAILED, e, "file.unreadable", path);
    }
  }

  private Optional<FileStamp> stamp() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(
              new FileStamp(
                  Optional.ofNullable(attributes.fileKey()),
                  attributes.lastModifiedTime(),
                  attributes.size()))
          : Optional.empty();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("{} cannot be looked at", path, e);
      return Optional.empty();
    }
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path folder = path.getParent();
      return folder == null ? path : realPath(folder).resolve(path.getFileName());
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells one file, and one version of it, from another. */
  private record FileStamp(Optional<Object> fileKey, FileTime modified, long size) {}

  /** What is known of the file that is there now, or was there last. */
  private record FileState(
      Optional<FileStamp> stamp,
      Optional<List<CardCertificate>> certificates,
      Map<String, SoftwareKey> keys,
      Optional<Told> problem) {
    static FileState absent() {
      return of(Optional.empty());
    }

    static FileState of(Optional<FileStamp> stamp) {
      return new FileState(stamp, Optional.empty(), Map.of(), Optional.empty());
    }

    FileState withProblem(Told words) {
      return new FileState(stamp, Optional.empty(), Map.of(), Optional.of(words));
    }

    FileState withCertificates(List<CardCertificate> certificates) {
      return new FileState(stamp, Optional.of(List.copyOf(certificates)), keys, problem);
    }

    FileState withKeys(Map<String, SoftwareKey> keys) {
      return new FileState(stamp, certificates, Map.copyOf(keys), problem);
    }

    /** Its certificates stay known, so that what only this token can do is known too. */
    FileState gone() {
      return new FileState(Optional.empty(), certificates, Map.of(), Optional.empty());
    }

    FileState withoutKeys() {
      return new FileState(stamp, certificates, Map.of(), problem);
    }
  }
}

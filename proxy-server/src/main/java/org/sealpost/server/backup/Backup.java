package org.sealpost.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.sealpost.directory.LdapSettings;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.Settings;
import org.sealpost.store.StoreCopy;

/**
 * Writes backups: a ZIP archive that begins with its {@link Manifest}, with the store as it is at
 * one moment, even while the proxy runs. What can be fetched or made again is left out, and so is
 * every password.
 */
public final class Backup {
  private static final Words WORDS = Words.beside(Backup.class);

  private final Settings settings;
  private final Map<String, Path> sources = new LinkedHashMap<>();
  private final List<Phrase> leftOut = new ArrayList<>();

  private Backup(Settings settings) {
    this.settings = settings;
  }

  /**
   * What was written.
   *
   * @param leftOut what the user may expect and has to keep otherwise
   */
  public record Written(Manifest manifest, List<Phrase> leftOut) {
    public Written {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Writes one.
   *
   * @param cardFiles whether the PKCS#12 files that serve as cards are in it, private keys included
   * @param passphrase to encrypt it with; empty for none
   * @param program this version of Sealpost
   * @param out is left open
   * @throws IOException if something cannot be read or written, or there is nothing to keep
   * @throws org.sealpost.store.StoreException if the store cannot be copied
   */
  public static Written write(
      Settings settings,
      boolean cardFiles,
      Optional<char[]> passphrase,
      String program,
      OutputStream out)
      throws IOException {
    Backup backup = new Backup(settings);
    if (!Files.isDirectory(settings.stateDir())) {
      throw new TellingIoException(WORDS.phrase("backup.nothing", settings.stateDir()));
    }
    try (WorkFolder work = WorkFolder.in(settings.stateDir())) {
      backup.gather(work.path().resolve("sealpost.db"), cardFiles);
      if (passphrase.isEmpty()) {
        return backup.write(program, out);
      }
      try (OutputStream hidden = PassphraseCms.encrypting(out, passphrase.get())) {
        return backup.write(program, hidden);
      }
    }
  }

  private void gather(Path copy, boolean cardFiles) throws IOException {
    if (Files.exists(settings.storeFile())) {
      StoreCopy.write(settings.storeFile(), copy);
      sources.put(Places.STORE, copy);
    }
    add(Places.SEAL_WORD, settings.sealWordFile());
    Path tls = settings.tlsDir().resolve("localhost-tls");
    add(Places.TLS + "certificate.pem", tls.resolve("certificate.pem"));
    add(Places.TLS + "key.pem", tls.resolve("key.pem"));
    addCards();
    addAll(Places.CONFIGURATION, settings.files().paths());
    addAll(Places.CONFIGURATION, settings.trust().anchors());
    addAll(Places.CONFIGURATION, settings.upstream().trustedCertificates());
    if (cardFiles) {
      addAll(Places.CARD_FILES, settings.cardAgent().pkcs12());
    } else {
      settings.cardAgent().pkcs12().forEach(it -> leftOut.add(WORDS.phrase("left-out.card", it)));
    }
    for (LdapSettings directory : settings.directories().ldap()) {
      directory
          .login()
          .ifPresent(it -> leftOut.add(WORDS.phrase("left-out.password", it.passwordFile())));
    }
    if (sources.isEmpty()) {
      throw new TellingIoException(WORDS.phrase("backup.nothing", settings.stateDir()));
    }
  }

  private void addCards() throws IOException {
    if (!Files.isDirectory(settings.cardFolder())) {
      return;
    }
    List<Path> known = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.cardFolder())) {
      files.forEach(known::add);
    }
    known.sort(null);
    for (Path file : known) {
      String name = Places.CARDS + file.getFileName();
      if (Places.mostBytes(name) >= 0) {
        add(name, file);
      }
    }
  }

  private void addAll(String folder, List<Path> files) {
    for (Path file : files) {
      if (Files.isReadable(file)) {
        sources.put(Places.of(folder, sources.size() + 1, file), file);
      } else {
        leftOut.add(WORDS.phrase("left-out.unreadable", file));
      }
    }
  }

  private void add(String name, Path file) {
    if (Files.exists(file)) {
      sources.put(name, file);
    }
  }

  private Written write(String program, OutputStream out) throws IOException {
    List<Manifest.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      entries.add(described(source.getKey(), source.getValue()));
    }
    Manifest manifest = new Manifest(Instant.now(), program, entries);
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(Manifest.NAME));
    zip.write(manifest.json());
    zip.closeEntry();
    for (Manifest.Entry entry : entries) {
      zip.putNextEntry(new ZipEntry(entry.name()));
      copy(entry, zip);
      zip.closeEntry();
    }
    zip.finish();
    zip.flush();
    return new Written(manifest, leftOut);
  }

  private static Manifest.Entry described(String name, Path file) throws IOException {
    MessageDigest digest = sha256();
    long size;
    try (InputStream in = Files.newInputStream(file);
        OutputStream nowhere = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      size = in.transferTo(nowhere);
    }
    if (size > Places.mostBytes(name)) {
      throw new TellingIoException(
          WORDS.phrase("backup.too-large", file, size, Places.mostBytes(name)));
    }
    return new Manifest.Entry(name, size, HexFormat.of().formatHex(digest.digest()));
  }

  /** The file may have changed since it was described; then the backup would be of no use. */
  private void copy(Manifest.Entry entry, OutputStream out) throws IOException {
    MessageDigest digest = sha256();
    DigestOutputStream digesting = new DigestOutputStream(out, digest);
    Path file = sources.get(entry.name());
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(digesting);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
      throw new TellingIoException(WORDS.phrase("backup.changed", file));
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.sealpost.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SoftHSM with tokens in a folder of its own: a PKCS#11 module whose keys are quick, but whose
 * tokens neither lock nor leave. Programs that are to use it are started with {@link #environment}.
 */
public final class SoftHsm {
  private final Path folder;
  private final Path module;

  /**
   * Without tokens as yet.
   *
   * @throws IOException where SoftHSM is not installed or the folder cannot be written
   */
  public SoftHsm(Path folder) throws IOException {
    this.module = module().orElseThrow(() -> new IOException("libsofthsm2.so was not found"));
    this.folder = folder;
    Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        """
        directories.tokendir = %s
        objectstore.backend = file
        log.level = ERROR
        """
            .formatted(folder.resolve("tokens")));
  }

  /** The PKCS#11 module, where it is installed. */
  public static Optional<Path> module() {
    return Stream.of("/usr/lib/softhsm", "/usr/lib64/pkcs11", "/usr/local/lib/softhsm")
        .map(place -> Path.of(place, "libsofthsm2.so"))
        .filter(Files::exists)
        .findFirst();
  }

  /** Why there can be none on this machine; empty where there can. */
  public static Optional<String> obstacle() {
    boolean complete =
        module().isPresent()
            && Program.find("softhsm2-util").isPresent()
            && Program.find("pkcs11-tool").isPresent();
    return complete
        ? Optional.empty()
        : Optional.of("softhsm2 or opensc is not installed (bin/check installs them)");
  }

  /** What a program's environment needs so that it finds these tokens. */
  public Map<String, String> environment() {
    return Map.of("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
  }

  /** Initialises a token. */
  public Token token(String label, String securityOfficerPin, String pin)
      throws IOException, InterruptedException {
    Program.run(
            environment(),
            List.of(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                label,
                "--so-pin",
                securityOfficerPin,
                "--pin",
                pin))
        .succeeds();
    return new Token(label, pin);
  }

  /** Whether a key asks for the PIN once or before each operation (CKA_ALWAYS_AUTHENTICATE). */
  public enum Authentication {
    ONCE,
    ALWAYS
  }

  /** An initialised token. */
  public final class Token {
    private final String label;
    private final String pin;

    private Token(String label, String pin) {
      this.label = label;
      this.pin = pin;
    }

    /**
     * Puts in someone's keys and certificates and the issuer's, named as on a MOICA card: {@code
     * SIGN}, {@code KEYX} and {@code CACert}.
     */
    public Token add(Person person, Authentication signing)
        throws IOException, InterruptedException {
      key("SIGN", person.signingKey().getPrivate(), signing);
      certificate("SIGN", person.signing());
      key("KEYX", person.encryptionKey().getPrivate(), Authentication.ONCE);
      certificate("KEYX", person.encryption());
      certificate("CACert", person.issuer());
      return this;
    }

    /** Puts in a private key, RSA or EC; the name becomes its CKA_ID and its label. */
    public Token key(String name, PrivateKey key, Authentication authentication)
        throws IOException, InterruptedException {
      List<String> options = new ArrayList<>(List.of("--type", "privkey"));
      if (authentication == Authentication.ALWAYS) {
        options.add("--always-auth");
      }
      if (key.getAlgorithm().equals("EC")) {
        options.add("--usage-derive");
      }
      write(name, key.getEncoded(), options);
      return this;
    }

    /** Puts in a certificate, of a holder or of a CA. */
    public Token certificate(String name, X509Certificate certificate)
        throws IOException, InterruptedException {
      try {
        write(name, certificate.getEncoded(), List.of("--type", "cert"));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException(e);
      }
      return this;
    }

    private void write(String name, byte[] der, List<String> options)
        throws IOException, InterruptedException {
      Path file = Files.createTempFile(folder, "object", ".der");
      try {
        Files.write(file, der);
        List<String> command =
            new ArrayList<>(
                List.of(
                    "pkcs11-tool",
                    "--module",
                    module.toString(),
                    "--token-label",
                    label,
                    "--login",
                    "--pin",
                    pin,
                    "--write-object",
                    file.toString(),
                    "--id",
                    HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII)),
                    "--label",
                    name));
        command.addAll(options);
        Program.run(environment(), command).succeeds();
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }
}

package org.sealpost.testmail;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.testpki.Holder;

/** The openssl command as an outside judge. Tests that need it are skipped where it is missing. */
public final class Openssl {
  private final Path folder;
  private int files;

  /** With a folder for its files. */
  public Openssl(Path folder) {
    assumeTrue(isThere(), "openssl is not installed");
    this.folder = folder;
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What {@code mail} decrypts to with the holder's key. */
  public byte[] decrypt(byte[] mail, Holder holder) throws IOException {
    return run(
        "cms", "-decrypt", "-in", file(mail), "-inkey", key(holder), "-recip", certificate(holder));
  }

  /** Whether the holder's key opens {@code mail}. */
  public boolean decrypts(byte[] mail, Holder holder) throws IOException {
    Result result =
        execute(
            List.of(
                "cms",
                "-decrypt",
                "-in",
                file(mail),
                "-inkey",
                key(holder),
                "-recip",
                certificate(holder)));
    return result.code == 0;
  }

  /** The content of a signed mail whose signature leads to {@code anchor}. */
  public byte[] verify(byte[] mail, Holder anchor) throws IOException {
    return run("cms", "-verify", "-in", file(mail), "-CAfile", certificate(anchor));
  }

  /** The CMS structure of a mail, for people. */
  public String print(byte[] mail) throws IOException {
    return new String(
        run("cms", "-cmsout", "-print", "-noout", "-in", file(mail)), StandardCharsets.UTF_8);
  }

  /** An S/MIME mail made by {@code openssl cms} from {@code entity}, without further header. */
  public byte[] make(byte[] entity, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("cms", "-in", file(entity), "-binary"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /** A file with the holder's private key. */
  public String key(Holder holder) throws IOException {
    Path file = folder.resolve("key-" + files++ + ".pem");
    holder.writeKey(file);
    return file.toString();
  }

  /** A file with the holder's certificate and its issuers. */
  public String certificate(Holder holder) throws IOException {
    Path file = folder.resolve("certificate-" + files++ + ".pem");
    holder.writeCertificates(file);
    return file.toString();
  }

  private String file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("mail-" + files++ + ".eml"), bytes).toString();
  }

  private byte[] run(String... arguments) throws IOException {
    Result result = execute(List.of(arguments));
    if (result.code != 0) {
      throw new AssertionError("openssl " + List.of(arguments) + ": " + result.errors);
    }
    return result.output;
  }

  private Result execute(List<String> arguments) throws IOException {
    Path output = folder.resolve("output-" + files++);
    Path errors = folder.resolve("errors-" + files++);
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    try {
      int code =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start()
              .waitFor();
      return new Result(code, Files.readAllBytes(output), Files.readString(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private record Result(int code, byte[] output, String errors) {}
}

package org.sealpost.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.Surroundings;
import org.sealpost.store.Store;

/** A user's configuration and state in a folder. */
public final class StateStage {
  private final Path folder;
  private final Path tls;

  /**
   * A configuration, and no state.
   *
   * @param tls a folder with a certificate for localhost: its key takes long to make
   */
  public StateStage(Path folder, Path tls) throws IOException {
    this.folder = folder;
    this.tls = tls;
    Files.writeString(folder.resolve("ca.pem"), "a certificate");
    Files.writeString(folder.resolve("card.p12"), "a card");
    Files.writeString(
        folder.resolve("sealpost.conf"),
        """
        sealpost {
          state-dir = state, runtime-dir = run
          trust.anchors = [ca.pem]
          card-agent { module = none, pkcs12 = [card.p12] }
        }
        """);
  }

  /** As the configuration says. */
  public Settings settings() throws SettingsException {
    return Settings.load(
        Optional.of(folder.resolve("sealpost.conf")), new Surroundings(folder, Map.of()));
  }

  /** A file of the state. */
  public Path state(String name) {
    return folder.resolve("state").resolve(name);
  }

  /** Writes a state, or into the one that is there, that knows its word again. */
  public void fill(String word) throws IOException, SettingsException {
    try (Store store = Store.open(state("sealpost.db"))) {
      store
          .jdbi()
          .useHandle(
              handle -> handle.execute("insert into permission values ('', ?, 1, null)", word));
    }
    Files.writeString(state("seal-word"), word);
    Files.writeString(state("console-token"), "secret of the console");
    Path kept = Files.createDirectories(state("tls/localhost-tls"));
    for (String name : List.of("certificate.pem", "key.pem")) {
      Files.copy(
          tls.resolve("localhost-tls").resolve(name),
          kept.resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createDirectories(state("cards"));
    Files.writeString(state("cards/" + "0a".repeat(16) + ".properties"), "failures=1\n");
  }

  /** What {@link #fill} wrote. */
  public List<String> book() {
    try (Store store = Store.open(state("sealpost.db"))) {
      return store
          .reading()
          .withHandle(
              handle ->
                  handle
                      .createQuery("select recipient from permission order by 1")
                      .mapTo(String.class)
                      .list());
    }
  }

  /** Another machine. */
  public void lose() throws IOException {
    Files.move(folder.resolve("state"), folder.resolve("lost"));
  }
}

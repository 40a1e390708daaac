package org.sealpost.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.server.Settings.TrustSettings;
import org.sealpost.store.Store;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.SystemAnchors;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.decisions.ImportedAnchors;

/** The anchors that the settings name. */
public final class ConfiguredAnchors {
  private ConfiguredAnchors() {}

  /**
   * Those of the files, and of the system where it counts.
   *
   * @param more files beside those of the settings
   * @throws IOException as {@link TrustAnchors#load} and {@link SystemAnchors#load}
   */
  public static TrustAnchors load(TrustSettings settings, List<Path> more) throws IOException {
    List<Path> files = new ArrayList<>(settings.anchors());
    files.addAll(more);
    List<Anchor> anchors = new ArrayList<>(TrustAnchors.load(files).anchors());
    if (settings.systemStore()) {
      anchors.addAll(SystemAnchors.load());
    }
    return new TrustAnchors(anchors);
  }

  /**
   * These and the imported ones as they are now; a store that was never used is not made for it.
   *
   * @throws IOException as {@link #load}
   */
  public static List<Anchor> withImported(Settings settings) throws IOException {
    TrustAnchors configured = load(settings.trust(), List.of());
    if (!Files.exists(settings.storeFile())) {
      return configured.anchors();
    }
    try (Store store = Store.open(settings.storeFile())) {
      return new ImportedAnchors(store).after(configured).get();
    }
  }
}

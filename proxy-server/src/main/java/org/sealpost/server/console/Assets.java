package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Style sheet, scripts and pictures, which are the same for all and lie beside the code. */
final class Assets {
  private static final String WEBJARS = "/META-INF/resources/webjars/";

  /**
   * A file.
   *
   * @param type its media type
   */
  record Asset(String type, byte[] bytes) {}

  private final Map<String, Asset> assets = new HashMap<>();

  Assets() {
    add("/assets/console.css", "text/css; charset=utf-8", "assets/console.css");
    add("/assets/console.js", "text/javascript; charset=utf-8", "assets/console.js");
    add("/assets/sealpost.svg", "image/svg+xml", "assets/sealpost.svg");
    // Where browsers look for the picture of an answer that is no page, as a refusal.
    add("/favicon.ico", "image/svg+xml", "assets/sealpost.svg");
    add("/assets/icons.svg", "image/svg+xml", "assets/icons.svg");
    add(
        "/assets/htmx.js",
        "text/javascript; charset=utf-8",
        WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js");
    add("/assets/sse.js", "text/javascript; charset=utf-8", WEBJARS + "htmx-ext-sse/2.2.2/sse.js");
  }

  private void add(String path, String type, String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing in the build: " + resource);
      }
      assets.put(path, new Asset(type, in.readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Optional<Asset> find(String path) {
    return Optional.ofNullable(assets.get(path));
  }
}

package org.sealpost.server.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Renders templates, which are compiled with the code. Thread-safe. */
final class Views {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Views.class.getClassLoader(), Views.class.getPackageName());

  /** A rendered page; its size is known before it is written. */
  record Rendered(Utf8ByteOutput output) {
    int size() {
      return output.getContentLength();
    }

    void writeTo(OutputStream out) throws IOException {
      output.writeTo(out);
    }
  }

  Rendered render(String template, Frame frame, Object model) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template + ".jte", Map.of("frame", frame, "model", model), output);
    return new Rendered(output);
  }
}

package org.sealpost.unmark;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sealpost.mime.Entity;
import org.sealpost.report.ReportPage;

/**
 * Recognises the signature report that we attach to opened mails, when it comes back in one that is
 * forwarded: it says whom its user trusts, and to others it looks like one of their own. Pure.
 */
final class OwnReport {
  private static final List<String> NAMES = List.of("sealpost-report", "簽章報告");

  private OwnReport() {}

  /** By its name as a file, however a client has numbered it, and by the page's generator. */
  static boolean is(Entity part) throws IOException {
    boolean named =
        Stream.concat(part.fileName().stream(), part.typeParameter("name").stream())
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .anyMatch(
                name ->
                    (name.endsWith(".html") || name.endsWith(".htm"))
                        && NAMES.stream().anyMatch(name::contains));
    if (!named || part.mediaType().startsWith("multipart/")) {
      return false;
    }
    String page = AttachedText.beginning(part);
    return page.contains("\"generator\"") && page.contains('"' + ReportPage.GENERATOR + '"');
  }
}

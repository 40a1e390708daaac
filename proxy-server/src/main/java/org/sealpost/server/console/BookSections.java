package org.sealpost.server.console;

import java.util.List;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.decisions.KnownCertificates;

/** All pages about certificates: the book, and what trust rests on. */
final class BookSections implements Section {
  private final List<Section> sections;

  BookSections(ConsoleParts parts) {
    Fields fields =
        new Fields(
            parts.store(),
            KnownCertificates.of(
                () ->
                    parts.judging().basis().anchors().get().stream()
                        .map(Anchor::certificate)
                        .toList()));
    this.sections =
        List.of(
            new BookPages(parts, fields),
            new BookFiles(parts),
            new BookExport(parts),
            new TrustPages(parts, fields),
            new SystemAnchors(parts),
            new CertificatePages(parts, fields));
  }

  @Override
  public void addTo(Routes routes) {
    sections.forEach(section -> section.addTo(routes));
  }
}

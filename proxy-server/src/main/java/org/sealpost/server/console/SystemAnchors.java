package org.sealpost.server.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.CertificateNames;

/** The anchors that come from this system's store, of which there may be hundreds. */
final class SystemAnchors implements Section {
  private static final String PATH = "/trust/system";

  private final ConsoleParts parts;

  SystemAnchors(ConsoleParts parts) {
    this.parts = parts;
  }

  /** A page of them, by name. */
  record View(List<AnchorView> anchors, Paging paging) {}

  @Override
  public void addTo(Routes routes) {
    routes.get(PATH, this::page);
  }

  private Response page(Request request) {
    Instant now = parts.clock().instant();
    int number = Paging.number(request);
    List<Anchor> found =
        of(parts.judging().basis().anchors().get()).stream()
            .sorted(
                Comparator.comparing(
                    (Anchor it) ->
                        CertificateNames.displayName(it.certificate()).toLowerCase(Locale.ROOT)))
            .skip((long) number * Paging.SIZE)
            .limit(Paging.SIZE + 1L)
            .toList();
    return new Response.View(
        "systemAnchors",
        new View(
            Paging.page(found).stream().map(it -> AnchorView.of(it, now)).toList(),
            Paging.of(number, found, page -> Links.to(PATH, "page", Paging.written(page)))));
  }

  /** Those among all. */
  static List<Anchor> of(List<Anchor> anchors) {
    return anchors.stream().filter(it -> it.origin() instanceof Anchor.Origin.OfSystem).toList();
  }
}

package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.server.saved.SavedMail;

/** Opens saved mails that the user drops onto the page. */
final class OpenPages implements Section {
  private static final String OCTETS = "application/octet-stream";

  private final OpenedMails mails;
  private final SavedMailOpening opening;

  /**
   * @param mails those that are open
   */
  OpenPages(ConsoleParts parts, OpenedMails mails) {
    this.mails = mails;
    this.opening = new SavedMailOpening(parts);
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/open", _ -> new Response.View("open", mails.all()))
        .post("/open/upload", this::upload)
        .get("/open/mail", this::show)
        .get("/open/attachment", this::attachment)
        .get("/open/save", this::save)
        .post("/open/release", this::release);
  }

  private Response upload(Request request) throws IOException, InterruptedException {
    Words words = Words.beside(OpenPages.class, request.language());
    Optional<Content> upload = request.upload();
    if (upload.isEmpty() || upload.get().size() == 0) {
      return trouble(words.text("open.empty"));
    }
    String name = FileNames.safe(request.parameter("name").orElse(""), "mail.eml");
    try {
      OpenedView view = mails.find(opening.open(name, upload.get(), mails)).orElseThrow();
      return new Response.View("opened", view);
    } catch (SavedMail.NotAMailException e) {
      return trouble(words.text("open.not-a-mail", name));
    } catch (Failure e) {
      return trouble(
          words.text("open.not-now", name, SavedMailOpening.reason(e).in(request.language())));
    }
  }

  /** What does not work is told beside the place where the file was dropped. */
  private static Response trouble(String text) {
    return new Response.View("openTrouble", text);
  }

  private Response show(Request request) {
    Optional<OpenedView> view = mails.find(id(request));
    return view.isPresent()
        ? new Response.View("openedMail", view.get())
        : new Response.SeeOther("/open");
  }

  private static String id(Request request) {
    return request.parameter("id").or(() -> request.field("id")).orElse("");
  }

  private Response save(Request request) {
    Optional<OpenedView> view = mails.find(id(request));
    if (view.isEmpty()) {
      return gone(request);
    }
    String name = view.get().fileName().replaceFirst("(?i)\\.(eml|p7m|p7s|pem|der|cms)$", "");
    return new Response.Download(
        name + ".opened.eml", OCTETS, out -> read(request, mail -> copy(mail.open(), out)));
  }

  private Response attachment(Request request) {
    Optional<OpenedView> view = mails.find(id(request));
    List<MailContent.Attachment> attachments =
        view.flatMap(OpenedView::content).map(MailContent::attachments).orElse(List.of());
    Optional<MailContent.Attachment> wanted =
        attachments.stream()
            .filter(it -> request.parameter("part").equals(Optional.of("" + it.part())))
            .findFirst();
    if (wanted.isEmpty()) {
      return gone(request);
    }
    int part = wanted.get().part();
    return new Response.Download(
        wanted.get().name(), OCTETS, out -> read(request, mail -> copyPart(mail, part, out)));
  }

  private void read(Request request, OpenedMails.Use use) throws IOException {
    if (!mails.read(id(request), use)) {
      throw new IOException("the mail is not kept any more");
    }
  }

  private static void copyPart(Content mail, int number, OutputStream out) throws IOException {
    Optional<Entity> part;
    try {
      part = MailContent.part(Entity.parse(mail), number);
    } catch (MimeException e) {
      throw new IOException(e);
    }
    if (part.isPresent()) {
      copy(part.get().decodedBody(), out);
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    try (in) {
      in.transferTo(out);
    }
  }

  private static Response gone(Request request) {
    return new Response.Trouble(
        410, Words.beside(OpenPages.class, request.language()).text("open.gone"));
  }

  private Response release(Request request) {
    mails.drop(id(request));
    return new Response.SeeOther("/open");
  }
}

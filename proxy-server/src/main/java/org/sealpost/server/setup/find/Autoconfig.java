package org.sealpost.server.setup.find;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;

/**
 * Reads a {@code config-v1.1.xml} (draft-ietf-mailmaint-autoconfig), as Thunderbird and others find
 * a provider's servers by. Stateless.
 *
 * <p>A document type is refused, so that no entity can be declared: neither a file of this machine
 * nor a gigabyte of text can be drawn in.
 */
final class Autoconfig {
  private static final Words WORDS = Words.beside(Autoconfig.class);
  private static final int MOST_SERVERS = 50;
  private static final int DEEPEST = 20;
  private static final int LONGEST_TEXT = 1000;

  private Autoconfig() {}

  /**
   * The servers for sending and for fetching with POP3, as the provider prefers them.
   *
   * @param document at most as long as the caller would hold
   * @param vouched as {@link Candidate#vouched}
   * @throws TellingIoException if it is no such document
   */
  static List<Candidate> read(byte[] document, Mailbox mailbox, boolean vouched)
      throws TellingIoException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
      try {
        return new Reading(mailbox, vouched).servers(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      // The JDK's parser throws some of its own unchecked exceptions at broken input.
      throw new TellingIoException(WORDS.phrase("autoconfig.broken"), e);
    }
  }

  /** One pass over a document. */
  private static final class Reading {
    private final Mailbox mailbox;
    private final boolean vouched;
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Candidate> found = new ArrayList<>();
    private Optional<Draft> draft = Optional.empty();
    private final StringBuilder text = new StringBuilder();

    Reading(Mailbox mailbox, boolean vouched) {
      this.mailbox = mailbox;
      this.vouched = vouched;
    }

    List<Candidate> servers(XMLStreamReader reader) throws XMLStreamException {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> start(reader);
          case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(reader.getText());
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new XMLStreamException("a document type");
          default -> {}
        }
      }
      return List.copyOf(found);
    }

    private void start(XMLStreamReader reader) throws XMLStreamException {
      String name = reader.getLocalName();
      if ((open.isEmpty() && !name.equals("clientConfig")) || open.size() >= DEEPEST) {
        throw new XMLStreamException("not a client configuration");
      }
      open.push(name);
      text.setLength(0);
      String type = reader.getAttributeValue(null, "type");
      if (name.equals("incomingServer") && "pop3".equals(type)) {
        draft = Optional.of(new Draft(MailProtocol.POP3));
      } else if (name.equals("outgoingServer") && (type == null || type.equals("smtp"))) {
        draft = Optional.of(new Draft(MailProtocol.SMTP));
      }
    }

    private void append(String more) throws XMLStreamException {
      if (draft.isPresent()) {
        if (text.length() + more.length() > LONGEST_TEXT) {
          throw new XMLStreamException("too long a text");
        }
        text.append(more);
      }
    }

    private void end(String name) {
      open.pop();
      if (draft.isEmpty()) {
        return;
      }
      if (name.equals("incomingServer") || name.equals("outgoingServer")) {
        draft
            .flatMap(it -> it.candidate(vouched))
            .filter(_ -> found.size() < MOST_SERVERS)
            .ifPresent(found::add);
        draft = Optional.empty();
      } else {
        draft.get().set(name, filled(text.toString().strip()));
      }
      text.setLength(0);
    }

    private String filled(String value) {
      return value
          .replace("%EMAILADDRESS%", mailbox.address())
          .replace("%EMAILLOCALPART%", mailbox.localPart())
          .replace("%EMAILDOMAIN%", mailbox.domain());
    }
  }

  /** A server whose element is being read. */
  private static final class Draft {
    private final MailProtocol protocol;
    private String host = "";
    private int port;
    private Optional<Upstream.Mode> tls = Optional.empty();
    private Optional<String> userName = Optional.empty();
    private final List<String> authentications = new ArrayList<>();

    Draft(MailProtocol protocol) {
      this.protocol = protocol;
    }

    void set(String name, String value) {
      switch (name) {
        case "hostname" -> host = value;
        case "port" -> port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        case "socketType" -> tls = way(value);
        case "username" -> userName = Optional.of(value).filter(it -> !it.isEmpty());
        case "authentication" -> authentications.add(value.toLowerCase(Locale.ROOT));
        default -> {}
      }
    }

    private static Optional<Upstream.Mode> way(String socketType) {
      return switch (socketType.toUpperCase(Locale.ROOT)) {
        case "SSL", "TLS" -> Optional.of(Upstream.Mode.IMPLICIT);
        case "STARTTLS" -> Optional.of(Upstream.Mode.STARTTLS);
        case "PLAIN" -> Optional.of(Upstream.Mode.NONE);
        default -> Optional.empty();
      };
    }

    Optional<Candidate> candidate(boolean vouched) {
      boolean oauthOnly =
          !authentications.isEmpty() && authentications.stream().allMatch("oauth2"::equals);
      return tls.flatMap(way -> MailServer.of(protocol, host, port, way))
          .map(server -> new Candidate(server, userName, oauthOnly, vouched));
    }
  }
}

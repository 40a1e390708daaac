package org.sealpost.server.setup.client;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.sealpost.failure.Words;

/**
 * A configuration profile for Apple Mail: a property list with a payload of type {@code
 * com.apple.mail.managed}. For the same address it has the same identifiers, so that a second one
 * takes the first one's place. Stateless.
 */
final class MobileConfig {
  private static final Words WORDS = Words.beside(MobileConfig.class);
  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      """;

  private MobileConfig() {}

  static String of(ClientSettings settings) {
    Xml xml = new Xml(HEAD);
    xml.open("plist version=\"1.0\"").open("dict");
    xml.element("key", "PayloadContent").open("array").open("dict");
    text(xml, "PayloadType", "com.apple.mail.managed");
    identity(xml, settings, "mail");
    text(xml, "EmailAccountType", "EmailTypePOP");
    text(xml, "EmailAccountDescription", "Sealpost " + settings.address());
    text(xml, "EmailAddress", settings.address());
    settings.pop3().ifPresent(at -> server(xml, "Incoming", at, settings.userName()));
    settings.smtp().ifPresent(at -> server(xml, "Outgoing", at, settings.userName()));
    xml.element("key", "OutgoingPasswordSameAsIncomingPassword").empty("true");
    xml.close("dict").close("array");
    text(xml, "PayloadType", "Configuration");
    identity(xml, settings, "profile");
    text(xml, "PayloadDescription", WORDS.text("profile.description", settings.address()));
    xml.element("key", "PayloadRemovalDisallowed").empty("false");
    return xml.close("dict").close("plist").toString();
  }

  private static void identity(Xml xml, ClientSettings settings, String part) {
    String name = "sealpost/" + part + "/" + settings.address().toLowerCase(Locale.ROOT);
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    text(xml, "PayloadIdentifier", "org.sealpost." + part + "." + id);
    text(xml, "PayloadUUID", id.toString().toUpperCase(Locale.ROOT));
    text(xml, "PayloadDisplayName", "Sealpost " + settings.address());
    xml.element("key", "PayloadVersion").element("integer", "1");
  }

  private static void server(Xml xml, String side, InetSocketAddress at, String userName) {
    text(xml, side + "MailServerHostName", ClientSettings.host(at));
    xml.element("key", side + "MailServerPortNumber");
    xml.element("integer", Integer.toString(at.getPort()));
    xml.element("key", side + "MailServerUseSSL").empty("false");
    text(xml, side + "MailServerUsername", userName);
    text(xml, side + "MailServerAuthentication", "EmailAuthPassword");
  }

  private static void text(Xml xml, String key, String value) {
    xml.element("key", key).element("string", value);
  }
}

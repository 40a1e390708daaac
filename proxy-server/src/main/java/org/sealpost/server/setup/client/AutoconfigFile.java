package org.sealpost.server.setup.client;

import java.net.InetSocketAddress;

/**
 * A {@code config-v1.1.xml} (draft-ietf-mailmaint-autoconfig) that leads Thunderbird to the proxy.
 * Stateless.
 */
final class AutoconfigFile {
  private AutoconfigFile() {}

  static String of(ClientSettings settings) {
    Xml xml = new Xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.open("clientConfig version=\"1.1\"");
    xml.open("emailProvider id=\"" + Xml.escaped(settings.domain()) + "\"");
    xml.element("domain", settings.domain());
    xml.element("displayName", "Sealpost (" + settings.domain() + ")");
    xml.element("displayShortName", "Sealpost");
    settings.pop3().ifPresent(at -> server(xml, "incomingServer", "pop3", at, settings.userName()));
    settings.smtp().ifPresent(at -> server(xml, "outgoingServer", "smtp", at, settings.userName()));
    return xml.close("emailProvider").close("clientConfig").toString();
  }

  private static void server(
      Xml xml, String element, String type, InetSocketAddress at, String userName) {
    xml.open(element + " type=\"" + type + "\"");
    xml.element("hostname", ClientSettings.host(at));
    xml.element("port", Integer.toString(at.getPort()));
    xml.element("socketType", "plain");
    xml.element("username", userName);
    xml.element("authentication", "password-cleartext");
    xml.close(element);
  }
}

package org.sealpost.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.ServerAddress;

/**
 * Two people with a card each, one mail server, and for each person a real agent and proxy. Closing
 * it stops everything.
 */
final class DemoStage implements AutoCloseable {
  static final String MAIL_PASSWORD = "secret";
  static final String CARD_PASSWORD = "demo";

  final Authority authority = new Authority("Sealpost Demo CA");
  final Person sender = authority.person("王小明", "ming@example.test");
  final Person recipient = authority.person("Alice Chen", "alice@example.test");
  final EmbeddedMailServer server;
  final Installation senderSide;
  final Installation recipientSide;

  DemoStage(Path folder) throws IOException {
    server = new EmbeddedMailServer(authority, folder, "implicit");
    for (Person person : new Person[] {sender, recipient}) {
      server.addUser(person.address(), person.address(), MAIL_PASSWORD);
    }
    senderSide = installation(folder.resolve("ming"), sender, 2525, 1110);
    recipientSide = installation(folder.resolve("alice"), recipient, 2526, 1111);
  }

  private Installation installation(Path folder, Person person, int smtpPort, int pop3Port)
      throws IOException {
    return Installation.create(
        folder,
        Setup.of(
                person, person.address(), server.smtp(), server.pop3(), "policy.encrypt = required")
            .at(freeOrAny(smtpPort), freeOrAny(pop3Port)));
  }

  /** The port that a reader will remember, if nobody has it. */
  private static int freeOrAny(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException _) {
      return 0;
    }
  }

  void start() throws IOException, InterruptedException {
    senderSide.start();
    recipientSide.start();
  }

  PlainMailClient client(Person person) {
    return new PlainMailClient(person.address(), MAIL_PASSWORD, authority.certificate());
  }

  static ServerAddress smtpOf(Installation side) {
    return new ServerAddress("127.0.0.1", side.smtpPort(), "none");
  }

  static ServerAddress pop3Of(Installation side) {
    return new ServerAddress("127.0.0.1", side.pop3Port(), "none");
  }

  @Override
  public void close() {
    senderSide.close();
    recipientSide.close();
    server.close();
  }
}

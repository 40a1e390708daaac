package org.sealpost.harness;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** GreenMail on loopback, spoken to over TLS with a certificate of the given authority. */
public final class EmbeddedMailServer implements AutoCloseable {
  private static final String KEY_PASSWORD = "changeit";

  private final GreenMail server;
  private final String tls;

  /**
   * Starts it on free ports.
   *
   * @param folder where its key is written
   * @param tls {@code implicit} or {@code none}
   */
  public EmbeddedMailServer(Authority authority, Path folder, String tls) throws IOException {
    Path keys = folder.resolve("server.p12");
    authority.writeServerKey(keys, KEY_PASSWORD.toCharArray());
    // GreenMail knows no other way to be given a key.
    System.setProperty("greenmail.tls.keystore.file", keys.toString());
    System.setProperty("greenmail.tls.keystore.password", KEY_PASSWORD);
    String suffix = tls.equals("implicit") ? "s" : "";
    this.server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", "smtp" + suffix),
              new ServerSetup(0, "127.0.0.1", "pop3" + suffix)
            });
    server.start();
    this.tls = tls;
    Thread.setDefaultUncaughtExceptionHandler(EmbeddedMailServer::uncaught);
  }

  /** GreenMail's threads end with an exception whenever a client just leaves. */
  private static void uncaught(Thread thread, Throwable problem) {
    if (!thread.getName().matches("(smtp|pop3)s?:.*")) {
      System.err.println("uncaught in " + thread.getName() + ": " + problem);
    }
  }

  /** Adds a mailbox. */
  public void addUser(String address, String login, String password) {
    server.setUser(address, login, password);
  }

  /** Puts a mail into the mailbox of someone who was added. */
  public void deliver(String address, byte[] mail) throws MessagingException {
    GreenMailUser user = server.getUserManager().getUserByEmail(address);
    user.deliver(new MimeMessage(null, new ByteArrayInputStream(mail)));
  }

  public ServerAddress smtp() {
    return new ServerAddress(
        "localhost",
        (tls.equals("implicit") ? server.getSmtps() : server.getSmtp()).getPort(),
        tls);
  }

  public ServerAddress pop3() {
    return new ServerAddress(
        "localhost",
        (tls.equals("implicit") ? server.getPop3s() : server.getPop3()).getPort(),
        tls);
  }

  @Override
  public void close() {
    server.stop();
  }
}

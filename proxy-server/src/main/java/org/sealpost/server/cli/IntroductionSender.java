package org.sealpost.server.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.sealpost.failure.Telling;
import org.sealpost.introduction.IntroductionMail;
import org.sealpost.introduction.Introductions;
import org.sealpost.server.ListenAddress;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.account.MailAccount.SubmissionLogin;
import org.sealpost.server.net.TlsServer;

/** Sends introductions through the running proxy, as the account's mail client would. */
final class IntroductionSender {
  private final Screen screen;
  private final Settings settings;
  private final AccountSettings account;
  private final Optional<Path> passwordFile;

  IntroductionSender(
      Screen screen, Settings settings, AccountSettings account, Optional<Path> passwordFile) {
    this.screen = screen;
    this.settings = settings;
    this.account = account;
    this.passwordFile = passwordFile;
  }

  /**
   * Sends each. One that is refused does not keep the others back.
   *
   * @throws CommandFailed if the proxy cannot be reached or takes no mail at all
   */
  void send(List<IntroductionMail> mails, Introductions introductions, IntroductionOutcomes told)
      throws CommandFailed {
    InetSocketAddress proxy = proxy();
    SSLContext pinned = pinned();
    try (SmtpLink link = SmtpLink.open(proxy, pinned)) {
      logIn(link);
      for (IntroductionMail mail : mails) {
        Optional<SmtpLink.Reply> refusal =
            link.send(mail.from(), mail.to(), mail.bytes(), mail.needsUtf8());
        if (refusal.isPresent()) {
          told.refused(mail.to(), refusal.get().text());
        } else {
          introductions.introduced(mail.from(), mail.to(), Instant.now());
          told.sent(mail.to());
        }
      }
    } catch (ConnectException e) {
      throw new CommandFailed("introduce.no-proxy", ListenAddress.shown(proxy));
    } catch (SmtpLink.BrokenException e) {
      throw new CommandFailed("introduce.lost", e.words());
    } catch (IOException e) {
      throw new CommandFailed("introduce.lost", Telling.of(e));
    }
  }

  private InetSocketAddress proxy() throws CommandFailed {
    if (settings.listen().smtp().isEmpty()) {
      throw new CommandFailed("introduce.smtp-off");
    }
    InetSocketAddress address = settings.listen().smtp().get();
    if (address.getPort() == 0) {
      throw new CommandFailed("introduce.any-port");
    }
    return address;
  }

  private SSLContext pinned() throws CommandFailed {
    Path folder = settings.tlsDir();
    try {
      return TlsServer.clientOf(folder)
          .orElseThrow(() -> new CommandFailed("smtp-link.never-run", folder));
    } catch (IOException e) {
      throw new CommandFailed("smtp-link.certificate", Telling.of(e));
    }
  }

  /** Where no login is demanded, none is made unless the user brings a password. */
  private void logIn(SmtpLink link) throws IOException, CommandFailed {
    if (account.smtpLogin() == SubmissionLogin.OPTIONAL && passwordFile.isEmpty()) {
      return;
    }
    if (!link.takesPassword()) {
      throw new CommandFailed("introduce.no-password-login");
    }
    String address = account.account().address();
    try (MailPassword password =
        passwordFile.isPresent()
            ? MailPassword.read(passwordFile.get())
            : MailPassword.ask(screen, address)) {
      Optional<SmtpLink.Reply> refusal = link.login(account.logins().getFirst(), password.bytes());
      if (refusal.isPresent()) {
        throw new CommandFailed("introduce.login-refused", address, refusal.get().text());
      }
    }
  }
}

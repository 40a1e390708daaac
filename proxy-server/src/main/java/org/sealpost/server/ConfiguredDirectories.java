package org.sealpost.server;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.sealpost.book.RecipientCertificates;
import org.sealpost.directory.Directories;
import org.sealpost.directory.Directory;
import org.sealpost.directory.LdapDirectory;
import org.sealpost.directory.LdapSettings;
import org.sealpost.directory.SmimeaDirectory;
import org.sealpost.directory.SmimeaSettings;
import org.sealpost.server.Settings.DirectorySettings;
import org.sealpost.server.net.TlsTrust;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;

/** The directories that the settings name. */
public final class ConfiguredDirectories {
  private ConfiguredDirectories() {}

  /**
   * These behind the book. None is asked for that.
   *
   * @throws IOException if a file that the settings name cannot be read; the message says which
   */
  public static Directories behind(
      RecipientCertificates book,
      Settings settings,
      CertificateTrust trust,
      Store store,
      Clock clock)
      throws IOException {
    DirectorySettings directories = settings.directories();
    return new Directories(
        book,
        all(settings, clock),
        trust,
        store,
        directories.patience(),
        directories.keep(),
        clock);
  }

  /**
   * These, in the order in which they count. None is asked for that.
   *
   * @throws IOException as {@link #behind}
   */
  public static List<Directory> all(Settings settings, Clock clock) throws IOException {
    List<Directory> all = new ArrayList<>();
    List<LdapSettings> ldap = settings.directories().ldap();
    if (!ldap.isEmpty()) {
      SSLContext tls = TlsTrust.of(settings.upstream().trustedCertificates()).context();
      ldap.forEach(each -> all.add(new LdapDirectory(each, tls)));
    }
    if (settings.directories().smimea().isPresent()) {
      SmimeaSettings smimea = settings.directories().smimea().get();
      all.add(new SmimeaDirectory(smimea, clock));
    }
    return all;
  }
}

package org.sealpost.server.setup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.server.setup.find.MailServer;

/**
 * What the user has said before anything is asked. Immutable.
 *
 * @param checkPassword whether the login is to be tried
 * @param collection whether Thunderbird's collection of providers may be told the domain
 * @param plainText whether a real server without TLS is accepted
 * @param untested whether servers are accepted that cannot be used now
 * @param trusted files with the certificates to trust for the real servers' TLS
 * @param module the PKCS#11 module, {@code auto} or {@code none}
 * @param pkcs12 files that serve as cards
 * @param signWithoutAddress whether a certificate without a mail address may sign
 * @param ports by the name of the listener: smtp, pop3, console
 * @param yes whether the outcome is written without being asked
 */
public record Wishes(
    Optional<String> address,
    Optional<MailServer> smtp,
    Optional<MailServer> pop3,
    Optional<String> userName,
    boolean checkPassword,
    Optional<Boolean> collection,
    boolean plainText,
    boolean untested,
    List<Path> trusted,
    Optional<String> module,
    List<Path> pkcs12,
    Optional<Boolean> signWithoutAddress,
    Optional<String> sealWord,
    Map<String, Integer> ports,
    boolean yes) {
  public Wishes {
    trusted = List.copyOf(trusted);
    pkcs12 = List.copyOf(pkcs12);
    ports = Map.copyOf(ports);
  }

  /** Whether some setting is named, so that the others are to stay as they are. */
  boolean nameSettings() {
    return smtp.isPresent()
        || pop3.isPresent()
        || userName.isPresent()
        || !trusted.isEmpty()
        || module.isPresent()
        || !pkcs12.isEmpty()
        || signWithoutAddress.isPresent()
        || sealWord.isPresent()
        || !ports.isEmpty();
  }
}

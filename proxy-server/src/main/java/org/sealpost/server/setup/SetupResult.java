package org.sealpost.server.setup;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.server.Settings;
import org.sealpost.server.setup.CardLook.Fit;

/**
 * What a set-up has led to.
 *
 * @param file the configuration
 * @param settings as they are now
 * @param address of the account that was set up
 * @param changed whether the file was written
 * @param cards whether what serves as a card has changed, which the card-agent reads
 * @param backup where the text before is
 * @param fit how the cards go with the address, where it was looked at
 */
public record SetupResult(
    Path file,
    Settings settings,
    String address,
    boolean changed,
    boolean cards,
    Optional<Path> backup,
    Optional<Fit> fit) {
  /** The fit for programs: {@code has-address} and so on. */
  public Optional<String> cardFit() {
    return fit.map(it -> it.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}

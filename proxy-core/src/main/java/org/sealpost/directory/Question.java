package org.sealpost.directory;

import java.text.Normalizer;
import java.util.Optional;
import org.sealpost.trust.MailAddress;

/**
 * Whose certificates are looked for.
 *
 * @param address as {@link MailAddress#normalise} gives it
 * @param written as the user wrote it, in NFC: the same address, maybe with other capitals
 */
public record Question(String address, String written) {
  /** Empty where it is no mail address. */
  public static Optional<Question> of(String address) {
    return MailAddress.normalise(address)
        .map(key -> new Question(key, Normalizer.normalize(address, Normalizer.Form.NFC)));
  }

  /** The domain, in A-labels and lower case. */
  String domain() {
    return address.substring(address.lastIndexOf('@') + 1);
  }
}

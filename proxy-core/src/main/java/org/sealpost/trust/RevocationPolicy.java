package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * Whether and how revocation is looked up.
 *
 * @param look is not asked where it is off
 * @param patience how long one judgement may wait for what must be fetched
 */
public record RevocationPolicy(Mode mode, PathLook look, Duration patience) {
  /** How much it matters. */
  public enum Mode {
    /** A certificate of which it is not known is not trusted. */
    REQUIRE,
    /** Where it is not known, that is said. */
    PREFER,
    /** Nobody is asked. */
    OFF
  }

  /** Looks up every certificate of a path. Thread-safe. */
  @FunctionalInterface
  public interface PathLook {
    /**
     * The status of each certificate but the last.
     *
     * @param path from the end certificate to the anchor, each issued by the next
     */
    List<RevocationStatus> statuses(List<X509Certificate> path, Duration patience);
  }

  /** Nobody is asked. */
  public static RevocationPolicy off() {
    return new RevocationPolicy(
        Mode.OFF,
        (path, _) ->
            path.stream()
                .skip(1)
                .<RevocationStatus>map(
                    _ -> new RevocationStatus.Unknown(new RevocationStatus.Cause.SwitchedOff()))
                .toList(),
        Duration.ZERO);
  }
}

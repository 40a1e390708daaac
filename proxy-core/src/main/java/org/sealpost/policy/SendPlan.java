package org.sealpost.policy;

import java.util.List;
import java.util.stream.Collectors;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/** How a mail is to leave. */
public sealed interface SendPlan {
  /**
   * It leaves.
   *
   * @param sign whether it is signed by us
   * @param encrypt whether each copy is encrypted by us, to its recipients and to the sender if the
   *     card has a certificate for that; it is sent without one too
   * @param copies who gets it together; every recipient is in exactly one
   */
  record Protect(boolean sign, boolean encrypt, List<Copy> copies) implements SendPlan {
    public Protect {
      copies = List.copyOf(copies);
    }
  }

  /** It does not leave; {@code recipients} are those that cannot be encrypted to. */
  record Refuse(List<Recipient> recipients) implements SendPlan {
    public Refuse {
      recipients = List.copyOf(recipients);
    }

    /** The reply to the client: permanent, names each recipient, its obstacle, and the way out. */
    public Failure failure() {
      Words words = Words.beside(SendPlan.class);
      String named =
          recipients.stream()
              .map(r -> words.text("recipient", r.address(), r.obstacle().orElse("")))
              .collect(Collectors.joining(" "));
      return Failure.of(550, "5.7.1", words.text("certificates-missing", named));
    }
  }

  /**
   * One copy of the mail.
   *
   * @param recipients whose addresses may be known to each other
   */
  record Copy(List<String> recipients) {
    public Copy {
      recipients = List.copyOf(recipients);
    }
  }
}

package org.sealpost.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/** How a mail is to leave. */
public sealed interface SendPlan {
  /**
   * It leaves.
   *
   * @param sign whether it is signed by us
   * @param signDecider what decided that, whether for or against
   * @param encrypt whether each copy is encrypted by us, to its recipients and to the sender if the
   *     card has a certificate for that; it is sent without one too
   * @param encryptDecider what decided that, whether for or against
   * @param copies who gets it together; every recipient is in exactly one
   */
  record Protect(
      boolean sign, Decider signDecider, boolean encrypt, Decider encryptDecider, List<Copy> copies)
      implements SendPlan {
    public Protect {
      copies = List.copyOf(copies);
    }

    /** For the log: the plan and why, without a word of the mail and whom it goes to. */
    public String words() {
      return Words.beside(SendPlan.class)
          .text(
              "plan",
              sign ? "yes" : "no",
              signDecider.words(),
              encrypt ? "yes" : "no",
              encryptDecider.words(),
              copies.size());
    }
  }

  /**
   * It does not leave.
   *
   * @param recipients those that cannot be encrypted to
   * @param decider what asks for encryption
   * @param signOnly the keyword with which it may leave signed and not encrypted
   */
  record Refuse(Cause cause, List<Recipient> recipients, Decider decider, Optional<String> signOnly)
      implements SendPlan {
    /** Why it has to be. */
    public enum Cause {
      /** The mail must be encrypted. */
      REQUIRED,
      /** These recipients could be encrypted to once, and must not be any more. */
      LAPSED,
      /** It is not known now whether these recipients can be encrypted to. */
      NOT_ASKED
    }

    public Refuse {
      recipients = List.copyOf(recipients);
    }

    /**
     * The reply to the client: names each recipient, its obstacle, and the way out. Permanent, but
     * for what may be known when the mail is sent again.
     */
    public Failure failure() {
      Words words = Words.beside(SendPlan.class);
      String named =
          recipients.stream()
              .map(
                  r ->
                      words.text(
                          "recipient", r.address(), r.obstacle().map(Obstacle::reason).orElse("")))
              .collect(Collectors.joining(" "));
      String wayOut = signOnly.map(it -> words.text("way-out.sign-only", it)).orElse("");
      String key =
          switch (cause) {
            case REQUIRED -> "certificates-missing";
            case LAPSED -> "certificates-lapsed";
            case NOT_ASKED -> "certificates-not-asked";
          };
      String text = words.text(key, named, decider.words(), wayOut);
      return cause == Cause.NOT_ASKED
          ? Failure.of(451, "4.4.3", text)
          : Failure.of(550, "5.7.1", text);
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

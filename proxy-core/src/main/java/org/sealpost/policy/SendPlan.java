package org.sealpost.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/** How a mail is to leave. */
public sealed interface SendPlan {
  /**
   * It leaves.
   *
   * @param sign whether it is signed by us, once for all copies
   * @param signDecider what decided that, whether for or against
   * @param encrypt whether any copy is encrypted by us
   * @param encryptDecider what decided that, whether for or against
   * @param openDecider where some copies are encrypted and one is not: what let that one be so
   * @param copies who gets it together; every recipient is in exactly one
   */
  record Protect(
      boolean sign,
      Decider signDecider,
      boolean encrypt,
      Decider encryptDecider,
      Optional<Decider> openDecider,
      List<Copy> copies)
      implements SendPlan {
    public Protect {
      copies = List.copyOf(copies);
    }

    /** One that is the same for all recipients. */
    public Protect(
        boolean sign,
        Decider signDecider,
        boolean encrypt,
        Decider encryptDecider,
        List<Copy> copies) {
      this(sign, signDecider, encrypt, encryptDecider, Optional.empty(), copies);
    }

    /** For the log: the plan and why, without a word of the mail and whom it goes to. */
    public String words() {
      Words words = Words.beside(SendPlan.class);
      int open =
          copies.stream()
              .filter(copy -> !copy.encrypt())
              .mapToInt(c -> c.recipients().size())
              .sum();
      return words.text(
          "plan",
          sign ? "yes" : "no",
          signDecider.words(),
          encrypt ? "yes" : "no",
          encryptDecider.words(),
          openDecider.map(it -> words.text("plan.split", open, it.words())).orElse(""),
          copies.size());
    }
  }

  /**
   * It does not leave.
   *
   * @param recipients those that are in the way, each with its obstacle
   * @param decider what asks for encryption
   * @param signOnly the keyword with which it may leave signed and not encrypted
   * @param permissible whether a {@link Permission} for each of the recipients would let it leave
   */
  record Refuse(
      Cause cause,
      List<Recipient> recipients,
      Decider decider,
      Optional<String> signOnly,
      boolean permissible)
      implements SendPlan {
    /** Why it has to be. */
    public enum Cause {
      /** The mail must be encrypted. */
      REQUIRED,
      /** These recipients could be encrypted to once, and must not be any more. */
      LAPSED,
      /** Not all could be asked who may have a certificate; the same mail may pass later. */
      NOT_ASKED
    }

    private static final int MOST_SHOWN = 4;
    private static final Pattern HARMLESS =
        Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+");

    public Refuse {
      recipients = List.copyOf(recipients);
    }

    /** The reply to the client: names each recipient, its obstacle, and the ways out. */
    public Refusal failure() {
      Words words = Words.beside(SendPlan.class);
      Phrase named = new Phrase.Sentences(recipients.stream().map(r -> named(words, r)).toList());
      Phrase signed =
          signOnly.map(it -> words.phrase("way-out.sign-only", it)).orElseGet(Phrase::none);
      Phrase allowed =
          permissible
              ? words.phrase(
                  "way-out.allow", arguments(recipients.stream().map(Recipient::address).toList()))
              : Phrase.none();
      String key =
          switch (cause) {
            case REQUIRED -> "certificates-missing";
            case LAPSED -> "certificates-lapsed";
            case NOT_ASKED -> "certificates-not-asked";
          };
      Phrase text = words.phrase(key, named, decider.words(), signed, allowed);
      return cause == Cause.NOT_ASKED
          ? new Refusal(451, "4.4.3", text, this)
          : new Refusal(550, "5.7.1", text, this);
    }

    private static Phrase named(Words words, Recipient recipient) {
      Phrase reason = recipient.obstacle().map(Obstacle::reason).orElseGet(Phrase::none);
      return words.phrase("recipient", recipient.address(), reason);
    }

    /** As a command takes them, if they can be pasted into a shell without harm. */
    public static String arguments(List<String> addresses) {
      boolean few = addresses.size() <= MOST_SHOWN;
      return few && addresses.stream().allMatch(it -> HARMLESS.matcher(it).matches())
          ? String.join(" ", addresses)
          : "ADDRESS";
    }
  }

  /**
   * One copy of the mail.
   *
   * @param recipients whose addresses may be known to each other
   * @param encrypt whether it is encrypted by us, to its recipients and to the sender if the card
   *     has a certificate for that; it is sent without one too
   */
  record Copy(List<String> recipients, boolean encrypt) {
    public Copy {
      recipients = List.copyOf(recipients);
    }

    /** One that is not encrypted. */
    public Copy(List<String> recipients) {
      this(recipients, false);
    }
  }
}

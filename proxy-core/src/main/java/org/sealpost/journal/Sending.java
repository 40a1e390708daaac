package org.sealpost.journal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealpost.policy.Recipient;

/**
 * One mail under way, in one session: nobody else sends it until it is closed. What is noted here
 * is on the disk when the call returns true; where the store fails the call returns false and the
 * log says why. Recipients are compared as addresses are. Used by one thread.
 */
public final class Sending implements AutoCloseable {
  /** Whether a mail client that tries again will have nothing delivered twice. */
  public enum Memory {
    /** It will: what is done is remembered. */
    KEPT,
    /** The store cannot be written. */
    FAILING,
    /** The configuration says that nothing is remembered. */
    OFF
  }

  private final Journal journal;
  private final MailIdentity mail;
  private final Memory memory;
  private final JournalTables.Claim claim;
  private boolean askedForMeanwhile;

  Sending(Journal journal, MailIdentity mail, JournalTables.Claim claim) {
    this.journal = journal;
    this.mail = mail;
    this.memory = Memory.KEPT;
    this.claim = claim;
  }

  /** One of which nothing is remembered. */
  Sending(Journal journal, MailIdentity mail, Memory memory) {
    this.journal = journal;
    this.mail = mail;
    this.memory = memory;
    this.claim = new JournalTables.Claim(0, Map.of(), Set.of());
  }

  public Memory memory() {
    return memory;
  }

  /** What the real server said when it took this very mail to this recipient before. */
  public Optional<Acceptance> acceptance(String recipient) {
    return Optional.ofNullable(claim.accepted().get(Recipient.comparable(recipient)));
  }

  /**
   * Whether this very mail was sent to this recipient before and nobody knows whether the real
   * server took it. It has to be sent again: rather twice than lost (RFC 5321 §6.1).
   */
  public boolean isDoubtful(String recipient) {
    return claim.doubtful().contains(Recipient.comparable(recipient));
  }

  /** The whole mail but its last dot was said; from now on the real server may take it. */
  public boolean ends(List<String> recipients) {
    return note(recipients, "sending", Optional.empty());
  }

  /** The real server took it. */
  public boolean accepted(List<String> recipients, String reply) {
    return note(recipients, "accepted", Optional.of(reply));
  }

  /** The real server did not take it. An earlier try that is doubtful stays so. */
  public boolean refused(List<String> recipients) {
    return note(
        recipients.stream().filter(recipient -> !isDoubtful(recipient)).toList(),
        "planned",
        Optional.empty());
  }

  private boolean note(List<String> recipients, String state, Optional<String> reply) {
    if (memory != Memory.KEPT) {
      return false;
    }
    Set<String> distinct = new HashSet<>();
    recipients.forEach(recipient -> distinct.add(Recipient.comparable(recipient)));
    return journal.note(claim.id(), List.copyOf(distinct), state, reply);
  }

  @Override
  public void close() {
    try {
      if (memory == Memory.KEPT) {
        journal.release(claim.id());
      }
    } finally {
      askedForMeanwhile = journal.leave(mail);
    }
  }

  /**
   * After the end: all have the mail, the client knows it, and nothing in the mail tells it from
   * another of the same words, so the same bytes will be a new mail from now on. Nothing is
   * forgotten if another session came for it while it was sent: that one tries again and needs the
   * answer.
   */
  public void forget() {
    if (memory == Memory.KEPT && !askedForMeanwhile) {
      journal.forget(mail, claim.id());
    }
  }
}

package org.sealpost.directory;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.sealpost.book.Lookup;
import org.sealpost.book.RecipientCertificates;
import org.sealpost.book.Source;
import org.sealpost.directory.Candidates.Choice;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.smime.Capabilities;
import org.sealpost.store.Store;
import org.sealpost.store.StoreException;
import org.sealpost.trust.CertificateTrust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate book first; where it has nothing usable, directories, all at the same time.
 *
 * <p>What a directory gives is judged like what comes with a mail: it must carry the address (or be
 * bound to it by the user), lead to an anchor, and be neither expired nor revoked. Of several
 * directories the first counts that has a usable one. Answers are kept in the store until they
 * expire, that there is none as well.
 *
 * <p>Where a directory once had a usable one and there is none any more, the lookup is {@link
 * Lookup.Why#WITHDRAWN}, until the user lets it be forgotten ({@link PastFinds#forget}).
 *
 * <p>A directory that fails, or has not answered when {@code patience} is over, is no directory
 * that has nothing: the lookup then is {@link Lookup.Why#NOT_ASKED}. Thread-safe.
 */
public final class Directories implements RecipientCertificates, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Directories.class);
  private static final Words WORDS = Words.beside(Directories.class);

  /** How long a failure is taken as an answer, so that a client's next try is quick or new. */
  private static final Duration FAILURE_LIFE = Duration.ofSeconds(10);

  /** Who asks for nothing else waits as long as directories may take. */
  private static final Duration OF_WHO_ASKS = Duration.ofSeconds(25);

  private final RecipientCertificates book;
  private final List<Directory> directories;
  private final Candidates candidates;
  private final KeptAnswers kept;
  private final PastFinds past;
  private final Inquiries inquiries = new Inquiries(FAILURE_LIFE);
  private final Duration patience;
  private final Duration keep;
  private final InstantSource clock;

  /**
   * None is asked yet.
   *
   * @param directories in the order in which they count
   * @param patience how long a lookup waits, from when the address was first expected
   * @param keep how long an answer is kept at most
   */
  public Directories(
      RecipientCertificates book,
      List<Directory> directories,
      CertificateTrust trust,
      Store store,
      Duration patience,
      Duration keep,
      InstantSource clock) {
    this.book = book;
    this.directories = List.copyOf(directories);
    this.candidates = new Candidates(trust);
    this.kept = new KeptAnswers(store);
    this.past = new PastFinds(store);
    this.patience = patience;
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * What one directory said, and what came of it.
   *
   * @param choice empty if it could not be asked
   */
  public record Report(String directory, Answer answer, Optional<Choice> choice) {}

  @Override
  public void expect(String address) {
    Optional<Question> question = Question.of(address).filter(it -> !covering(it).isEmpty());
    question.ifPresent(it -> Thread.startVirtualThread(() -> ask(it)));
  }

  private void ask(Question question) {
    Instant now = clock.instant();
    try {
      if (book.lookup(question.address(), now) instanceof Lookup.None) {
        covering(question).forEach(directory -> pending(directory, question, now));
      }
    } catch (StoreException | JdbiException e) {
      LOG.debug("the lookup will tell of it", e);
    }
  }

  @Override
  public Lookup lookup(String address, Instant now) {
    Lookup known = book.lookup(address, now);
    if (!(known instanceof Lookup.None none)) {
      return known;
    }
    return Question.of(address).map(question -> lookup(question, none, now)).orElse(known);
  }

  private Lookup lookup(Question question, Lookup.None known, Instant now) {
    Lookup found = covering(question).isEmpty() ? known : asked(question, known, now);
    boolean lost =
        found instanceof Lookup.None(Lookup.Why why, _) && !why.isLapsed() && !why.isTemporary();
    return lost
        ? past.of(question.address())
            .<Lookup>map(find -> withdrawn((Lookup.None) found, find))
            .orElse(found)
        : found;
  }

  private static Lookup withdrawn(Lookup.None none, PastFinds.Find find) {
    Phrase reason =
        none.why() == Lookup.Why.UNKNOWN
            ? WORDS.phrase("none.withdrawn", find.directory(), day(find.at()))
            : none.reason();
    return new Lookup.None(Lookup.Why.WITHDRAWN, reason);
  }

  private static String day(Instant at) {
    return LocalDate.ofInstant(at, ZoneId.systemDefault()).toString();
  }

  private Lookup asked(Question question, Lookup.None known, Instant now) {
    List<Pending> all =
        covering(question).stream().map(each -> pending(each, question, now)).toList();
    List<Phrase> failures = new ArrayList<>();
    List<Lookup.None> refusals = new ArrayList<>();
    for (Pending pending : all) {
      String name = pending.directory().name();
      switch (pending.answer(patience)) {
        case Answer.Failed(Phrase reason) -> failures.add(WORDS.phrase("failed", name, reason));
        case Answer.Told(List<X509Certificate> certificates, _) -> {
          switch (candidates.choose(certificates, question.address(), now)) {
            case Choice.Usable(X509Certificate certificate) -> {
              past.note(question.address(), name, now);
              Source source = new Source(Source.Kind.DIRECTORY, name);
              book.used(question.address(), certificate, source, now);
              return new Lookup.Usable(certificate, Capabilities.none());
            }
            case Choice.Unusable(Lookup.Why why, Phrase reason) ->
                refusals.add(new Lookup.None(why, WORDS.phrase("none.unusable", name, reason)));
            case Choice.None() -> {}
          }
        }
      }
    }
    if (!failures.isEmpty()) {
      return notAsked(known, failures);
    }
    if (known.why().isLapsed()) {
      return known;
    }
    Optional<Lookup.None> lapsed = refusals.stream().filter(it -> it.why().isLapsed()).findFirst();
    boolean bookIsSilent = known.why() == Lookup.Why.UNKNOWN;
    return lapsed
        .or(() -> bookIsSilent ? refusals.stream().findFirst() : Optional.of(known))
        .orElseGet(() -> unknown(all));
  }

  private static Lookup notAsked(Lookup.None known, List<Phrase> failures) {
    Phrase all = Phrase.list(failures);
    Phrase reason =
        known.why() == Lookup.Why.UNKNOWN
            ? WORDS.phrase("none.not-asked", all)
            : WORDS.phrase("none.not-asked-beside", known.reason(), all);
    return new Lookup.None(Lookup.Why.NOT_ASKED, reason);
  }

  private static Lookup.None unknown(List<Pending> asked) {
    String names =
        asked.stream().map(each -> each.directory().name()).collect(Collectors.joining(", "));
    return new Lookup.None(Lookup.Why.UNKNOWN, WORDS.phrase("none.unknown", asked.size(), names));
  }

  /** Asks every directory that may be asked for this address now, whatever is kept, and waits. */
  public List<Report> find(String address, Instant now) {
    Question question =
        Question.of(address).orElseThrow(() -> new IllegalArgumentException("not a mail address"));
    List<Pending> all =
        covering(question).stream()
            .<Pending>map(each -> new Pending.Asked(each, inquire(each, question)))
            .toList();
    return all.stream()
        .map(
            pending -> {
              Answer answer = pending.answer(OF_WHO_ASKS);
              Optional<Choice> choice =
                  switch (answer) {
                    case Answer.Failed _ -> Optional.empty();
                    case Answer.Told told ->
                        Optional.of(
                            candidates.choose(told.certificates(), question.address(), now));
                  };
              return new Report(pending.directory().name(), answer, choice);
            })
        .toList();
  }

  private List<Directory> covering(Question question) {
    return directories.stream().filter(each -> each.domains().cover(question)).toList();
  }

  private Pending pending(Directory directory, Question question, Instant now) {
    return kept.fresh(directory.identity(), question.address(), now)
        .<Pending>map(certificates -> new Pending.Known(directory, certificates))
        .orElseGet(() -> new Pending.Asked(directory, inquire(directory, question)));
  }

  private Inquiries.Inquiry inquire(Directory directory, Question question) {
    return inquiries.ask(
        directory,
        question,
        (asked, told) ->
            kept.put(directory.identity(), asked.address(), told, keep, clock.instant()));
  }

  /** An answer that is there, or on its way. */
  private sealed interface Pending {
    Directory directory();

    Answer answer(Duration patience);

    record Known(Directory directory, List<X509Certificate> certificates) implements Pending {
      @Override
      public Answer answer(Duration patience) {
        return new Answer.Told(certificates, Duration.ZERO);
      }
    }

    record Asked(Directory directory, Inquiries.Inquiry inquiry) implements Pending {
      @Override
      public Answer answer(Duration patience) {
        return inquiry.await(patience);
      }
    }
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    inquiries.close();
  }
}

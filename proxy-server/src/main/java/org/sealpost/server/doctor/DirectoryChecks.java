package org.sealpost.server.doctor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.directory.Answer;
import org.sealpost.directory.Directory;
import org.sealpost.directory.LdapDirectory;
import org.sealpost.directory.LdapSettings;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.server.ConfiguredDirectories;
import org.sealpost.server.Settings;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.trust.PlainText;

/** Whether the configured directories can be reached; all are tried at the same time. */
final class DirectoryChecks {
  private final List<CompletableFuture<Finding>> visits;
  private final List<String> names;
  private final long deadline;

  private DirectoryChecks(
      List<String> names, List<CompletableFuture<Finding>> visits, Duration patience) {
    this.names = names;
    this.visits = visits;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /**
   * Begins.
   *
   * @param patience for all
   */
  static DirectoryChecks begin(Settings settings, Duration patience, Clock clock) {
    List<Directory> directories;
    try {
      directories = ConfiguredDirectories.all(settings, clock);
    } catch (IOException e) {
      Finding damaged = Finding.of(Check.DIRECTORY, "", State.FAILED, Telling.of(e));
      return known(damaged, patience);
    }
    if (directories.isEmpty()) {
      return known(
          Finding.skipped(Check.DIRECTORY, "", Doctor.WORDS.phrase("directory.none")), patience);
    }
    List<String> clear =
        settings.directories().ldap().stream()
            .filter(it -> it.tls() == LdapSettings.Tls.NONE)
            .map(LdapSettings::name)
            .toList();
    return new DirectoryChecks(
        directories.stream().map(Directory::name).toList(),
        directories.stream()
            .map(it -> visit(it, it instanceof LdapDirectory && clear.contains(it.name())))
            .toList(),
        patience);
  }

  private static DirectoryChecks known(Finding finding, Duration patience) {
    return new DirectoryChecks(
        List.of(""), List.of(CompletableFuture.completedFuture(finding)), patience);
  }

  private static CompletableFuture<Finding> visit(Directory directory, boolean clear) {
    CompletableFuture<Finding> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("doctor-directory-" + directory.name())
        .start(
            () -> {
              try {
                result.complete(finding(directory, clear));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private static Finding finding(Directory directory, boolean clear) {
    String kind = directory instanceof LdapDirectory ? "ldap" : "dns";
    Optional<Answer.Failed> failure = directory.reach();
    if (failure.isPresent()) {
      return finding(directory.name(), State.FAILED, kind, failure.get().reason());
    }
    return clear
        ? finding(directory.name(), State.WARNING, "clear-text", Phrase.none())
        : Finding.ok(
            Check.DIRECTORY, directory.name(), Doctor.WORDS.phrase("directory." + kind + ".ok"));
  }

  private static Finding finding(String name, State state, String wording, Phrase detail) {
    return new Finding(
        Check.DIRECTORY,
        name,
        state,
        Doctor.WORDS.phrase("directory." + wording, plain(detail)),
        Doctor.WORDS.phrase("directory." + wording + ".mend"));
  }

  /** What a server says stands in it. */
  private static Phrase plain(Phrase words) {
    return new Phrase.Told(PlainText.of(words.english()), PlainText.of(words.in(Phrase.TAIWAN)));
  }

  /** Waits for all. */
  List<Finding> findings() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < visits.size(); i++) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        findings.add(visits.get(i).get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        Phrase endless = Doctor.WORDS.phrase("server.endless");
        findings.add(Finding.of(Check.DIRECTORY, names.get(i), State.FAILED, endless));
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return findings;
  }
}

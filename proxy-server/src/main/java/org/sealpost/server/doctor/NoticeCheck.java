package org.sealpost.server.doctor;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.server.notice.DesktopReach;

/** Whether the desktop can show notices, where some are wanted; none is shown. */
final class NoticeCheck {
  private final CompletableFuture<Finding> look;

  private NoticeCheck(CompletableFuture<Finding> look) {
    this.look = look;
  }

  /**
   * Begins.
   *
   * @param wanted whether any kind of notice is
   * @param environment names the session bus
   */
  static NoticeCheck begin(boolean wanted, Map<String, String> environment) {
    if (!wanted) {
      return new NoticeCheck(
          CompletableFuture.completedFuture(
              Finding.skipped(Check.NOTICE, "", Doctor.WORDS.phrase("notice.off"))));
    }
    CompletableFuture<Finding> look = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("doctor-notice")
        .start(
            () -> {
              try {
                look.complete(finding(DesktopReach.look(environment)));
              } catch (RuntimeException e) {
                look.completeExceptionally(e);
              }
            });
    return new NoticeCheck(look);
  }

  static Finding finding(DesktopReach reach) {
    return switch (reach) {
      case SHOWN -> Finding.ok(Check.NOTICE, "", Doctor.WORDS.phrase("notice.ok"));
      case NO_BUS -> bad("notice.no-bus");
      case NOBODY -> bad("notice.nobody");
    };
  }

  private static Finding bad(String wording) {
    return new Finding(
        Check.NOTICE,
        "",
        State.WARNING,
        Doctor.WORDS.phrase(wording),
        Doctor.WORDS.phrase(wording + ".mend"));
  }

  /** Waits for it. */
  Finding finding(Duration patience) throws InterruptedException {
    try {
      return look.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return bad("notice.nobody");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}

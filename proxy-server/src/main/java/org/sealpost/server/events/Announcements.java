package org.sealpost.server.events;

import java.time.Instant;
import java.util.function.Consumer;
import org.sealpost.book.Change;
import org.sealpost.book.HarvestListener;
import org.sealpost.card.api.CardAgent;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.VerdictKeeper;
import org.sealpost.journal.SentMail;
import org.sealpost.verdicts.KeptMail;

/**
 * Makes events of what the parts of the proxy report, and passes the reports on to whom they are
 * for. An event is told even where that fails. Thread-safe.
 */
public record Announcements(Events events) {
  /** Tells what the agent says of its cards from now on. */
  public void of(CardAgent card) {
    card.onEvent(event -> events.publish(new Event.Card(event.token())));
  }

  /** Tells of each mail that was sent or refused, besides recording it. */
  public Consumer<SentMail> afterRecording(Consumer<SentMail> record) {
    return mail -> {
      try {
        record.accept(mail);
      } finally {
        events.publish(new Event.Sent(mail));
      }
    };
  }

  /** Tells of each mail that was opened, besides keeping its verdict. */
  public VerdictKeeper afterKeeping(VerdictKeeper keeper) {
    return mail -> {
      try {
        keeper.keep(mail);
      } finally {
        events.publish(new Event.Opened(mail));
      }
    };
  }

  /** Tells that what was found of a mail is not what it was when it was opened. */
  public void judgedAgain(KeptMail mail) {
    events.publish(new Event.JudgedAgain(mail));
  }

  /** Tells of changed certificates, besides what the listener hears. */
  public HarvestListener afterHearing(HarvestListener listener) {
    return new HarvestListener() {
      @Override
      public void harvested(String address, Instant now) {
        listener.harvested(address, now);
      }

      @Override
      public void changed(Change change) {
        try {
          listener.changed(change);
        } finally {
          events.publish(new Event.CertificateChanged(change));
        }
      }
    };
  }

  /** Tells of a mail that stays on the server. */
  public void keptBack(String account, Phrase reason) {
    events.publish(new Event.KeptBack(account, reason));
  }
}

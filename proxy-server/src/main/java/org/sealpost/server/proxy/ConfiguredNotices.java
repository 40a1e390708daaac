package org.sealpost.server.proxy;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.sealpost.card.api.CardAgent;
import org.sealpost.server.Settings;
import org.sealpost.server.events.Events;
import org.sealpost.server.notice.NoticeKind;
import org.sealpost.server.notice.Notices;

/** The desktop notices that the settings name. */
final class ConfiguredNotices {
  private ConfiguredNotices() {}

  static Notices start(
      Settings settings,
      Events events,
      CardAgent agent,
      Map<String, String> environment,
      InstantSource clock) {
    Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
    settings.notices().forEach(kind -> kinds.add(kind(kind)));
    return Notices.start(
        kinds,
        settings.language(),
        events,
        agent,
        environment,
        settings.stateDir().resolve("told-expiries"),
        clock);
  }

  private static NoticeKind kind(Settings.NoticeKind kind) {
    return switch (kind) {
      case REFUSED -> NoticeKind.REFUSED;
      case INVALID_SIGNATURE -> NoticeKind.INVALID_SIGNATURE;
      case CARD_NEEDED -> NoticeKind.CARD_NEEDED;
      case EXPIRING -> NoticeKind.EXPIRING;
      case CHANGED_CERTIFICATE -> NoticeKind.CHANGED_CERTIFICATE;
    };
  }
}

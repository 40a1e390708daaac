package org.sealpost.verdicts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** A revocation status as columns. Stateless. */
final class RevocationColumns {
  private RevocationColumns() {}

  /** One value for each column; what does not apply is empty. */
  private record Columns(
      Optional<String> status,
      Optional<String> cause,
      Optional<Phrase.Told> detail,
      Optional<Evidence.Kind> evidence,
      Optional<String> source,
      Optional<Instant> thisUpdate,
      Optional<Instant> nextUpdate,
      Optional<RevocationStatus.Revoked> revoked) {
    static Columns nothing() {
      return new Columns(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    static Columns evident(
        String status, Evidence evidence, Optional<RevocationStatus.Revoked> revoked) {
      return new Columns(
          Optional.of(status),
          Optional.empty(),
          Optional.empty(),
          Optional.of(evidence.kind()),
          Optional.of(evidence.source()),
          Optional.of(evidence.thisUpdate()),
          evidence.nextUpdate(),
          revoked);
    }

    static Columns unknown(String cause) {
      return unknown(cause, Optional.empty(), Optional.empty());
    }

    static Columns unknown(String cause, Optional<String> source, Optional<Phrase.Told> detail) {
      return new Columns(
          Optional.of("unknown"),
          Optional.of(cause),
          detail,
          Optional.empty(),
          source,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    Columns at(Optional<Instant> made, Optional<Instant> due) {
      return new Columns(status, cause, detail, evidence, source, made, due, revoked);
    }
  }

  static void bind(Update update, Optional<RevocationStatus> status) {
    Columns columns = status.map(RevocationColumns::columns).orElseGet(Columns::nothing);
    update
        .bind("status", columns.status().orElse(null))
        .bind("cause", columns.cause().orElse(null))
        .bind("detailEn", columns.detail().map(Phrase.Told::english).orElse(null))
        .bind("detailZh", columns.detail().map(Phrase.Told::chinese).orElse(null))
        .bind("evidence", columns.evidence().map(Enum::name).orElse(null))
        .bind("source", columns.source().orElse(null))
        .bind("thisUpdate", seconds(columns.thisUpdate()))
        .bind("nextUpdate", seconds(columns.nextUpdate()))
        .bind("revoked", seconds(columns.revoked().map(RevocationStatus.Revoked::since)))
        .bind("reason", columns.revoked().map(each -> each.reason().code()).orElse(null))
        .bind(
            "invalidSince",
            seconds(columns.revoked().flatMap(RevocationStatus.Revoked::invalidSince)));
  }

  private static Columns columns(RevocationStatus status) {
    return switch (status) {
      case RevocationStatus.Good(Evidence evidence) ->
          Columns.evident("good", evidence, Optional.empty());
      case RevocationStatus.Revoked revoked ->
          Columns.evident("revoked", revoked.evidence(), Optional.of(revoked));
      case RevocationStatus.Unknown(Cause cause) -> unknown(cause);
    };
  }

  private static Columns unknown(Cause cause) {
    return switch (cause) {
      case Cause.NoSource() -> Columns.unknown("no-source");
      case Cause.SwitchedOff() -> Columns.unknown("switched-off");
      case Cause.NotReached(String source, Phrase detail) ->
          Columns.unknown("not-reached", Optional.of(source), Optional.of(detail.told()));
      case Cause.NotReliable(String source, Phrase detail) ->
          Columns.unknown("not-reliable", Optional.of(source), Optional.of(detail.told()));
      case Cause.NotYet(String source) ->
          Columns.unknown("not-yet", Optional.of(source), Optional.empty());
      case Cause.Outdated(String source, Instant nextUpdate) ->
          Columns.unknown("outdated", Optional.of(source), Optional.empty())
              .at(Optional.empty(), Optional.of(nextUpdate));
      case Cause.ExpiredBefore(String source, Instant thisUpdate) ->
          Columns.unknown("expired-before", Optional.of(source), Optional.empty())
              .at(Optional.of(thisUpdate), Optional.empty());
    };
  }

  static Optional<RevocationStatus> read(ResultSet row) throws SQLException {
    String status = row.getString("status");
    if (status == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (status) {
          case "good" -> new RevocationStatus.Good(evidence(row));
          case "revoked" ->
              new RevocationStatus.Revoked(
                  instant(row, "revoked").orElseThrow(),
                  RevocationReason.of(row.getInt("revocation_reason")),
                  instant(row, "invalid_since"),
                  evidence(row));
          default -> new RevocationStatus.Unknown(cause(row));
        });
  }

  private static Evidence evidence(ResultSet row) throws SQLException {
    return new Evidence(
        Evidence.Kind.valueOf(row.getString("evidence")),
        row.getString("source"),
        instant(row, "this_update").orElseThrow(),
        instant(row, "next_update"));
  }

  private static Cause cause(ResultSet row) throws SQLException {
    String source = row.getString("source");
    String cause = row.getString("cause");
    return switch (cause) {
      case "no-source" -> new Cause.NoSource();
      case "switched-off" -> new Cause.SwitchedOff();
      case "not-reached" -> new Cause.NotReached(source, detail(row));
      case "not-reliable" -> new Cause.NotReliable(source, detail(row));
      case "not-yet" -> new Cause.NotYet(source);
      case "outdated" -> new Cause.Outdated(source, instant(row, "next_update").orElseThrow());
      case "expired-before" ->
          new Cause.ExpiredBefore(source, instant(row, "this_update").orElseThrow());
      default -> throw new SQLException("an unknown cause: " + cause);
    };
  }

  private static Phrase detail(ResultSet row) throws SQLException {
    return new Phrase.Told(row.getString("detail_en"), row.getString("detail_zh"));
  }

  /** Null where there is none, as JDBC has it. */
  static Long seconds(Optional<Instant> time) {
    return time.map(Instant::getEpochSecond).orElse(null);
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long seconds = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
  }
}

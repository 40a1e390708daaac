package org.sealpost.report;

/** To which S/MIME mails a report is attached. */
public enum ReportPolicy {
  NEVER,
  /** To those of which the reader has to be warned. */
  ON_PROBLEM,
  ALWAYS;

  /** Whether the mail of this report gets it. */
  public boolean attaches(SignatureReport report) {
    return switch (this) {
      case NEVER -> false;
      case ON_PROBLEM -> report.isProblem();
      case ALWAYS -> true;
    };
  }
}

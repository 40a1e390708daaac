package org.sealpost.server.notice;

/** Where notices are shown. */
interface Desktop extends AutoCloseable {
  /**
   * Shows it.
   *
   * @return whether it was taken
   */
  boolean show(Notice notice);

  @Override
  void close();
}

package org.sealpost.book;

/** Is told how far the import of a file is. Must be quick. */
@FunctionalInterface
public interface ImportProgress {
  /**
   * Some of the file's certificates are dealt with.
   *
   * @param done how many
   * @param all how many the file has
   */
  void done(int done, int all);
}

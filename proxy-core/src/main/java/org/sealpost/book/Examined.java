package org.sealpost.book;

import java.util.Optional;

/**
 * An entry of the book as it stands now.
 *
 * @param change how it came beside the others of its address; empty if it came first or from the
 *     user
 */
public record Examined(BookEntry entry, Standing standing, Optional<Change> change) {}

package org.sealpost.server.backup;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/**
 * What a backup says of itself in its first entry. Immutable.
 *
 * @param made when
 * @param program by which version of Sealpost
 * @param entries what follows, in this order
 */
public record Manifest(Instant made, String program, List<Entry> entries) {
  /** The first entry's name. */
  static final String NAME = "sealpost-backup.json";

  /** In bytes. */
  static final int LONGEST = 1 << 20;

  private static final Words WORDS = Words.beside(Manifest.class);
  private static final String FORMAT = "sealpost-backup";
  private static final int VERSION = 1;
  private static final int MOST_ENTRIES = 2000;

  /**
   * A file in the backup.
   *
   * @param size in bytes
   * @param sha256 in hexadecimal, lower case
   */
  public record Entry(String name, long size, String sha256) {}

  public Manifest {
    entries = List.copyOf(entries);
  }

  /** In bytes. */
  long totalSize() {
    return entries.stream().mapToLong(Entry::size).sum();
  }

  byte[] json() {
    JsonObject object = new JsonObject();
    object.addProperty("format", FORMAT);
    object.addProperty("version", VERSION);
    object.addProperty("made", made.toString());
    object.addProperty("program", program);
    JsonArray list = new JsonArray();
    for (Entry entry : entries) {
      JsonObject each = new JsonObject();
      each.addProperty("name", entry.name());
      each.addProperty("size", entry.size());
      each.addProperty("sha256", entry.sha256());
      list.add(each);
    }
    object.add("entries", list);
    return new GsonBuilder()
        .setPrettyPrinting()
        .create()
        .toJson(object)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads and checks one.
   *
   * @throws IOException in words, if it is none, of a newer format, or names what no backup has
   */
  static Manifest parse(byte[] json) throws IOException {
    try {
      JsonObject object =
          JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
      if (!object.get("format").getAsString().equals(FORMAT)) {
        throw new TellingIoException(WORDS.phrase("backup.none"));
      }
      int version = object.get("version").getAsInt();
      if (version != VERSION) {
        throw new TellingIoException(WORDS.phrase("backup.newer-format", version, VERSION));
      }
      List<Entry> entries = new ArrayList<>();
      for (JsonElement element : object.getAsJsonArray("entries")) {
        JsonObject each = element.getAsJsonObject();
        entries.add(
            new Entry(
                each.get("name").getAsString(),
                each.get("size").getAsLong(),
                each.get("sha256").getAsString()));
      }
      Manifest manifest =
          new Manifest(
              Instant.parse(object.get("made").getAsString()),
              object.get("program").getAsString(),
              entries);
      manifest.check();
      return manifest;
    } catch (RuntimeException e) {
      // Gson and Instant have many ways to say that this is no manifest.
      throw new TellingIoException(WORDS.phrase("backup.none"), e);
    }
  }

  private void check() throws IOException {
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      long most = Places.mostBytes(entry.name());
      if (most < 0 || !names.add(entry.name())) {
        throw new TellingIoException(WORDS.phrase("backup.foreign", Places.shown(entry.name())));
      }
      if (entry.size() < 0 || entry.size() > most) {
        throw new TellingIoException(
            WORDS.phrase("backup.too-large", entry.name(), entry.size(), most));
      }
    }
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw new TellingIoException(WORDS.phrase("backup.none"));
    }
  }
}

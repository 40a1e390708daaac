package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.PrintStream;

/** Writes one array, with a line for each object, as they come. */
final class JsonArrayPrinter implements AutoCloseable {
  private final PrintStream out;
  private boolean begun;

  JsonArrayPrinter(PrintStream out) {
    this.out = out;
  }

  void print(JsonObject object) {
    out.print(begun ? ",\n " : "[");
    out.print(object);
    begun = true;
  }

  /** Ends the array. */
  @Override
  public void close() {
    out.println(begun ? "]" : "[]");
  }
}

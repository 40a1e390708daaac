package org.sealpost.card.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A process that keeps what it is told, in all the ways that a careless one would. */
final class HeldPin {
  private HeldPin() {}

  public static void main(String[] arguments) throws IOException {
    byte[] line = new byte[256];
    int length = 0;
    for (int octet = System.in.read(); octet != '\n'; octet = System.in.read()) {
      line[length++] = (byte) octet;
    }
    byte[] octets = Arrays.copyOf(line, length);
    char[] characters = new String(octets, StandardCharsets.UTF_8).toCharArray();
    byte[] wide = new String(characters).getBytes(StandardCharsets.UTF_16LE);
    System.out.println("held");
    int _ = System.in.read();
    System.out.println(octets.length + characters.length + wide.length);
  }
}

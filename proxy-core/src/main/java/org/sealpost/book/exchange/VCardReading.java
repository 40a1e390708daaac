package org.sealpost.book.exchange;

import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataListener;
import com.github.mangstadt.vinnie.io.VObjectReader;
import com.github.mangstadt.vinnie.io.Warning;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.trust.PlainText;

/**
 * One reading of vCards for the certificates in their KEY properties (RFC 6350 §6.8.1, RFC 2426
 * §3.7.2): inline base64, as versions 2.1 and 3.0 have it, or a data URI (RFC 2397), as 4.0 has it.
 * Other URIs are not followed.
 */
final class VCardReading implements VObjectDataListener {
  /** A vCard within a vCard (RFC 2426 §3.5.4, AGENT) is rare, and within that one unheard of. */
  private static final int MAX_DEPTH = 4;

  private static final Words WORDS = Words.beside(VCardReading.class);

  private final List<ExchangeItem> items = new ArrayList<>();
  private final List<VObjectProperty> keys = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private String name = "";
  private int number;

  List<ExchangeItem> read(String text) {
    try (VObjectReader reader = new VObjectReader(new StringReader(text), SyntaxRules.vcard())) {
      reader.parse(this);
    } catch (IOException | RuntimeException e) {
      endCard();
      items.addAll(
          ExchangeFile.unreadable(WORDS.phrase("where.card", number, name), "item.damaged"));
    }
    endCard();
    return List.copyOf(items);
  }

  @Override
  public void onComponentBegin(String component, Context context) {
    if (context.getParentComponents().size() > MAX_DEPTH) {
      context.stop();
    }
    endCard();
    number++;
  }

  @Override
  public void onComponentEnd(String component, Context context) {
    endCard();
  }

  @Override
  public void onProperty(VObjectProperty property, Context context) {
    switch (property.getName().toUpperCase(Locale.ROOT)) {
      case "KEY" -> keys.add(property);
      case "EMAIL" -> addresses.add(property.getValue().strip());
      case "FN" -> name = PlainText.of(property.getValue());
      default -> {}
    }
    if (items.size() + keys.size() > ExchangeFile.MAX_ITEMS
        || property.getValue().length() > ExchangeFile.MAX_LINE) {
      context.stop();
    }
  }

  @Override
  public void onVersion(String version, Context context) {}

  /** A line that is no property is passed over. */
  @Override
  public void onWarning(
      Warning warning, VObjectProperty property, Exception thrown, Context context) {}

  private void endCard() {
    Phrase where = WORDS.phrase("where.card", number, name);
    for (VObjectProperty key : keys) {
      items.addAll(items(key, where));
    }
    keys.clear();
    addresses.clear();
    name = "";
  }

  private List<ExchangeItem> items(VObjectProperty key, Phrase where) {
    String value = key.getValue().strip();
    if (isOpenPgp(key)) {
      return ExchangeFile.unreadable(where, "item.openpgp");
    }
    Optional<String> base64 = isBase64(key) ? Optional.of(value) : dataOf(value);
    if (base64.isEmpty()) {
      return ExchangeFile.unreadable(where, "item.elsewhere");
    }
    try {
      byte[] object = Base64.getDecoder().decode(base64.get().replaceAll("\\s", ""));
      return ExchangeFile.encoded(object, where, addresses);
    } catch (IllegalArgumentException e) {
      return ExchangeFile.unreadable(where, "item.damaged");
    }
  }

  private static boolean isOpenPgp(VObjectProperty key) {
    return key.getParameters().getMap().values().stream()
            .flatMap(List::stream)
            .map(value -> value.toLowerCase(Locale.ROOT))
            .anyMatch(
                value ->
                    value.equals("pgp")
                        || value.equals("gpg")
                        || value.equals("application/pgp-keys"))
        || key.getValue().toLowerCase(Locale.ROOT).startsWith("data:application/pgp-keys");
  }

  /** Version 2.1 writes the encoding without its name. */
  private static boolean isBase64(VObjectProperty key) {
    return key.getParameters().getMap().values().stream()
        .flatMap(List::stream)
        .anyMatch(value -> value.equalsIgnoreCase("b") || value.equalsIgnoreCase("base64"));
  }

  /** Some programs escape comma and semicolon as they would in text. */
  private static Optional<String> dataOf(String value) {
    String uri = value.replace("\\,", ",").replace("\\;", ";");
    int comma = uri.indexOf(',');
    boolean data =
        comma > 0
            && uri.regionMatches(true, 0, "data:", 0, 5)
            && uri.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64");
    return data ? Optional.of(uri.substring(comma + 1)) : Optional.empty();
  }
}

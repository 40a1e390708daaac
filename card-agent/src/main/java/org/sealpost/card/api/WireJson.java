package org.sealpost.card.api;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How the protocol's values look in JSON where Gson or LSP4J would choose otherwise. */
final class WireJson {
  private WireJson() {}

  static void configure(GsonBuilder gson) {
    gson.serializeNulls()
        .disableHtmlEscaping()
        .registerTypeAdapter(byte[].class, new Base64Adapter())
        .registerTypeAdapter(OptionalInt.class, new OptionalIntAdapter())
        .registerTypeAdapterFactory(new EnumNames());
  }

  private static final class Base64Adapter extends TypeAdapter<byte[]> {
    @Override
    public void write(JsonWriter out, byte[] value) throws IOException {
      if (value == null) {
        out.nullValue();
      } else {
        out.value(Base64.getEncoder().encodeToString(value));
      }
    }

    @Override
    public byte[] read(JsonReader in) throws IOException {
      try {
        return Base64.getDecoder().decode(in.nextString());
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new JsonSyntaxException("not base64", e);
      }
    }
  }

  /** The number, or null where there is none. */
  private static final class OptionalIntAdapter extends TypeAdapter<OptionalInt> {
    @Override
    public void write(JsonWriter out, OptionalInt value) throws IOException {
      if (value != null && value.isPresent()) {
        out.value(value.getAsInt());
      } else {
        out.nullValue();
      }
    }

    @Override
    public OptionalInt read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return OptionalInt.empty();
      }
      return OptionalInt.of(in.nextInt());
    }
  }

  /** Names instead of LSP4J's ordinals, which would change meaning when a constant is added. */
  private static final class EnumNames implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked") // T is the enum that the adapter was made from
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      return type.getRawType().isEnum()
          ? (TypeAdapter<T>) new EnumAdapter(type.getRawType().getEnumConstants())
          : null;
    }
  }

  private static final class EnumAdapter extends TypeAdapter<Object> {
    private final Map<String, Object> constants = new HashMap<>();

    EnumAdapter(Object[] constants) {
      for (Object constant : constants) {
        this.constants.put(((Enum<?>) constant).name(), constant);
      }
    }

    @Override
    public void write(JsonWriter out, Object value) throws IOException {
      out.value(value == null ? null : ((Enum<?>) value).name());
    }

    @Override
    public Object read(JsonReader in) throws IOException {
      if (in.peek() != JsonToken.STRING) {
        throw new JsonSyntaxException("a name was expected");
      }
      String name = in.nextString();
      Object constant = constants.get(name);
      if (constant == null) {
        throw new JsonSyntaxException("an unknown name");
      }
      return constant;
    }
  }
}

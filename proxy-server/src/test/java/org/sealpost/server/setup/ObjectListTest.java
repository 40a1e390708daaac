package org.sealpost.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectListTest {
  @Test
  void objectsAreFoundWhateverTheirStringsAndCommentsHold() {
    String list =
        """
        [ # [{
          { a = "}", b = \"""}"\"", c = [{}, "\\"]"] } // {
          # { x }
          {
            d = 1 # }
          },
          {e : f}
        ]""";
    ObjectList found = ObjectList.of(list).orElseThrow();
    assertThat(IntStream.range(0, found.objects().size()).mapToObj(found::object))
        .containsExactly(
            "{ a = \"}\", b = \"\"\"}\"\"\", c = [{}, \"\\\"]\"] }",
            "{\n    d = 1 # }\n  }",
            "{e : f}");
    assertThat(found.with(1, "{}")).isEqualTo(list.replace("{\n    d = 1 # }\n  }", "{}"));
  }

  @Test
  void anObjectIsPutBehindTheOthers() {
    assertThat(ObjectList.of("[]").orElseThrow().and("{a}", "  ")).isEqualTo("[\n  {a}\n]");
    assertThat(ObjectList.of("[{b} # c\n]").orElseThrow().and("{a}", "  "))
        .isEqualTo("[{b},\n  {a} # c\n]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${other}",
        "[{a}] [{b}]",
        "[{a} {b}]",
        "[{a}${b}]",
        "[\"text\"]",
        "[{a]",
        "[{a}",
        "{}"
      })
  void whatIsWrittenInAnotherWayIsNotTouched(String list) {
    assertThat(ObjectList.of(list)).isEmpty();
  }
}

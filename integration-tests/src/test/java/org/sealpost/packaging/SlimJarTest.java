package org.sealpost.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlimJarTest {
  private static final Instant TIME = Instant.parse("2026-05-31T12:00:00Z");

  @TempDir Path folder;

  private Path jar(String name, long time, Map<String, String> entries) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        ZipEntry head = new ZipEntry(entry.getKey());
        head.setTime(time);
        zip.putNextEntry(head);
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private Map<String, String> slim(Map<String, String> entries) throws IOException {
    Path slim = folder.resolve("slim.jar");
    new SlimJar(TIME).write(jar("full.jar", 0, entries), slim, name -> !name.startsWith("unused"));
    Map<String, String> left = new TreeMap<>();
    try (JarFile jar = new JarFile(slim.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        left.put(
            entry.getName(),
            new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    left.remove(JarFile.MANIFEST_NAME);
    return left;
  }

  @Test
  void whatTheProgramReadsStays() throws IOException {
    Map<String, String> read =
        Map.of(
            "a/B.class", "code",
            "a/messages.properties", "words",
            "META-INF/services/a.Service", "a.B");
    assertThat(slim(read)).isEqualTo(read);
  }

  @Test
  void signaturesDescriptorsNativeCodeAndUnusedClassesGo() throws IOException {
    assertThat(
            slim(
                Map.of(
                    "META-INF/BC.SF", "",
                    "META-INF/BC.RSA", "",
                    "META-INF/maven/g/a/pom.xml", "",
                    "module-info.class", "",
                    "natives/windows/x.dll", "",
                    "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so", "",
                    "unused/C.class", "")))
        .isEmpty();
  }

  @Test
  void ofAClassForSeveralVersionsOfJavaTheNewestThatRunsHereStays() throws IOException {
    assertThat(
            slim(
                Map.of(
                    "a/B.class", "for all",
                    "META-INF/versions/9/a/B.class", "for 9",
                    "META-INF/versions/21/a/B.class", "for 21",
                    "META-INF/versions/999/a/B.class", "for later")))
        .isEqualTo(Map.of("a/B.class", "for 21"));
  }

  @Test
  void theSameContentGivesTheSameBytesWheneverItWasPacked() throws IOException {
    Map<String, String> entries = Map.of("a/B.class", "code", "a/C.class", "more");
    Path first = folder.resolve("first-slim.jar");
    Path second = folder.resolve("second-slim.jar");
    SlimJar slim = new SlimJar(TIME);
    slim.write(jar("first.jar", 1_000_000_000_000L, entries), first, _ -> true);
    slim.write(jar("second.jar", 1_700_000_000_000L, entries), second, _ -> true);
    assertThat(second).hasSameBinaryContentAs(first);
  }
}

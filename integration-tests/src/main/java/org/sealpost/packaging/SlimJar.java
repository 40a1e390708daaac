package org.sealpost.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a library without what the packaged Java never reads: classes for other versions of Java,
 * native code (which lies beside it, for one machine), module descriptors, signatures (Java keeps
 * no signed class in its cache), what only debuggers read. The same library gives the same bytes,
 * whenever and wherever.
 */
final class SlimJar {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/(.+)");
  private static final Pattern NEVER_READ =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC)|.*\\.kotlin_module"
              + "|(maven|native-image|proguard|com\\.android\\.tools|r8.*)/.*)"
              + "|(.*/)?(module-info|package-info)\\.class");

  /** What a class may ask its package for. */
  private static final List<Attributes.Name> DESCRIPTION =
      List.of(
          Attributes.Name.IMPLEMENTATION_TITLE,
          Attributes.Name.IMPLEMENTATION_VERSION,
          Attributes.Name.IMPLEMENTATION_VENDOR);

  private final LocalDateTime time;

  /**
   * @param time that every entry gets
   */
  SlimJar(Instant time) {
    this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  /**
   * Writes the slim form of one library.
   *
   * @param isUsed tells the entries that some part of the program may read
   */
  void write(Path library, Path slim, Predicate<String> isUsed) throws IOException {
    try (JarFile jar = new JarFile(library.toFile());
        OutputStream file = Files.newOutputStream(slim);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      put(out, JarFile.MANIFEST_NAME, manifest(jar));
      for (Map.Entry<String, JarEntry> entry : kept(jar, isUsed).entrySet()) {
        try (InputStream in = jar.getInputStream(entry.getValue())) {
          byte[] content = in.readAllBytes();
          String name = entry.getKey();
          put(out, name, name.endsWith(".class") ? SlimClass.of(name, content) : content);
        }
      }
    }
  }

  private void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time);
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  /** What stays, by the name under which this Java finds it. */
  private SortedMap<String, JarEntry> kept(JarFile jar, Predicate<String> isUsed) {
    SortedMap<String, JarEntry> kept = new TreeMap<>();
    Map<String, Integer> versions = new HashMap<>();
    for (JarEntry entry : jar.stream().filter(it -> !it.isDirectory()).toList()) {
      Matcher versioned = VERSIONED.matcher(entry.getName());
      boolean isVersioned = versioned.matches();
      String name = isVersioned ? versioned.group(2) : entry.getName();
      int version = isVersioned ? Integer.parseInt(versioned.group(1)) : 0;
      if (version <= Runtime.version().feature()
          && version >= versions.getOrDefault(name, 0)
          && isRead(name)
          && isUsed.test(name)) {
        kept.put(name, entry);
        versions.put(name, version);
      }
    }
    return kept;
  }

  private static boolean isRead(String name) {
    return !NEVER_READ.matcher(name).matches() && !NativeCode.isIt(name);
  }

  private static byte[] manifest(JarFile jar) throws IOException {
    Manifest slim = new Manifest();
    slim.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Manifest full = jar.getManifest();
    if (full != null) {
      for (Attributes.Name name : DESCRIPTION) {
        String value = full.getMainAttributes().getValue(name);
        if (value != null) {
          slim.getMainAttributes().put(name, value);
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    slim.write(bytes);
    return bytes.toByteArray();
  }
}

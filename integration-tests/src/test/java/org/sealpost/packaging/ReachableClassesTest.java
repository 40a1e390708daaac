package org.sealpost.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachableClassesTest {
  @TempDir Path folder;

  private interface Content {
    void write(ZipOutputStream zip) throws IOException;
  }

  private Set<String> reachedFromStart(Content content) throws IOException {
    Path jar = folder.resolve("library.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      content.write(zip);
    }
    return ReachableClasses.of(List.of(jar), name -> name.equals("a/Start"));
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
  }

  private static void putClass(ZipOutputStream zip, String name) throws IOException {
    putClass(zip, name, _ -> {});
  }

  private static void putClass(
      ZipOutputStream zip, String name, Consumer<java.lang.classfile.CodeBuilder> code)
      throws IOException {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.ofInternalName(name),
                type ->
                    type.withMethodBody(
                        "run",
                        MethodTypeDesc.of(ConstantDescs.CD_void),
                        ClassFile.ACC_STATIC,
                        body -> {
                          code.accept(body);
                          body.return_();
                        }));
    put(zip, name + ".class", bytes);
  }

  @Test
  void aClassThatNothingNamesIsNotReached() throws IOException {
    assertThat(
            reachedFromStart(
                zip -> {
                  putClass(zip, "a/Start");
                  putClass(zip, "a/Other");
                }))
        .containsExactly("a/Start");
  }

  @Test
  void whatIsCreatedThroughOthersIsReached() throws IOException {
    assertThat(
            reachedFromStart(
                zip -> {
                  putClass(zip, "a/Start", code -> code.new_(ClassDesc.of("a.Middle")).pop());
                  putClass(zip, "a/Middle", code -> code.new_(ClassDesc.of("a.End")).pop());
                  putClass(zip, "a/End");
                }))
        .containsExactlyInAnyOrder("a/Start", "a/Middle", "a/End");
  }

  @Test
  void whatIsLoadedByItsNameIsReached() throws IOException {
    assertThat(
            reachedFromStart(
                zip -> {
                  putClass(zip, "a/Start", code -> code.loadConstant("a.ByName").pop());
                  putClass(zip, "a/ByName");
                }))
        .contains("a/ByName");
  }

  @Test
  void whatOnlyADescriptorNamesIsReached() throws IOException {
    assertThat(
            reachedFromStart(
                zip -> {
                  putClass(
                      zip,
                      "a/Start",
                      code ->
                          code.aconst_null()
                              .invokestatic(
                                  ClassDesc.of("java.lang.Thread"),
                                  "x",
                                  MethodTypeDesc.ofDescriptor("(La/Argument;)V")));
                  putClass(zip, "a/Argument");
                }))
        .contains("a/Argument");
  }

  @Test
  void theProviderOfAServiceIsReachedWithTheService() throws IOException {
    Content services =
        zip -> {
          putClass(zip, "a/Start", code -> code.new_(ClassDesc.of("a.Service")).pop());
          putClass(zip, "a/Service");
          putClass(zip, "a/Unused");
          putClass(zip, "a/Provider");
          putClass(zip, "a/UnusedProvider");
          putClass(zip, "a/OfJava");
          put(zip, "META-INF/services/a.Service", "a.Provider".getBytes(StandardCharsets.UTF_8));
          put(
              zip,
              "META-INF/services/a.Unused",
              "a.UnusedProvider".getBytes(StandardCharsets.UTF_8));
          put(
              zip,
              "META-INF/services/java.sql.Driver",
              "# comment\na.OfJava\n".getBytes(StandardCharsets.UTF_8));
        };
    assertThat(reachedFromStart(services))
        .containsExactlyInAnyOrder("a/Start", "a/Service", "a/Provider", "a/OfJava");
  }

  @Test
  void whatNativeCodeNamesIsReached() throws IOException {
    assertThat(
            reachedFromStart(
                zip -> {
                  putClass(zip, "a/Start");
                  putClass(zip, "a/FromNative");
                  put(
                      zip,
                      "lib.so",
                      "\0\1junk\0a/FromNative\0junk".getBytes(StandardCharsets.ISO_8859_1));
                }))
        .contains("a/FromNative");
  }
}

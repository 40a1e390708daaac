package org.sealpost.packaging;

import java.lang.classfile.Attribute;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.CompilationIDAttribute;
import java.lang.classfile.attribute.SourceDebugExtensionAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;

/**
 * A class file without what only a debugger reads. Our own classes keep their lines, which a report
 * of a fault shows; those of the libraries do not.
 */
final class SlimClass {
  private static final String OURS = "org/sealpost/";

  /** Sees the classes of all libraries, as the build has them. */
  private static final ClassFile.ClassHierarchyResolverOption HIERARCHY =
      ClassFile.ClassHierarchyResolverOption.of(
          ClassHierarchyResolver.ofResourceParsing(SlimClass.class.getClassLoader())
              .orElse(ClassHierarchyResolver.defaultResolver()));

  private static final ClassFile LIBRARY =
      ClassFile.of(
          HIERARCHY,
          ClassFile.DebugElementsOption.DROP_DEBUG,
          ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
          ClassFile.ConstantPoolSharingOption.NEW_POOL);

  private static final ClassFile OWN =
      ClassFile.of(
          HIERARCHY,
          ClassFile.DebugElementsOption.DROP_DEBUG,
          ClassFile.ConstantPoolSharingOption.NEW_POOL);

  private SlimClass() {}

  /**
   * The slim form.
   *
   * @param name of the entry, as in {@code org/example/A.class}
   * @return the same bytes where it would not be smaller, or names classes that are not there
   */
  static byte[] of(String name, byte[] content) {
    ClassFile form = name.startsWith(OURS) ? OWN : LIBRARY;
    try {
      ClassModel parsed = form.parse(content);
      byte[] slim = form.transformClass(parsed, without(name.startsWith(OURS)));
      boolean better = slim.length < content.length && form.verify(slim).isEmpty();
      return better ? slim : content;
    } catch (IllegalArgumentException _) {
      return content;
    }
  }

  private static ClassTransform without(boolean keepsSource) {
    return ClassTransform.dropping(
        element -> element instanceof Attribute<?> && isForDebugging(element, keepsSource));
  }

  private static boolean isForDebugging(ClassElement element, boolean keepsSource) {
    return switch (element) {
      case SourceFileAttribute _ -> !keepsSource;
      case SourceDebugExtensionAttribute _, CompilationIDAttribute _ -> true;
      default -> false;
    };
  }
}

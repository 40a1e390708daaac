package org.sealpost.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeCodeTest {
  @ParameterizedTest
  @CsvSource({
    "amd64, org/sqlite/native/Linux/x86_64/libsqlitejdbc.so, true",
    "amd64, org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so, false",
    "amd64, org/sqlite/native/Linux/x86/libsqlitejdbc.so, false",
    "amd64, META-INF/native/libnetty_transport_native_epoll_x86_64.so, true",
    "amd64, META-INF/native/libnetty_transport_native_epoll_aarch_64.so, false",
    "amd64, natives/unix/linux-x86_64/release/libpkcs11wrapper.so, true",
    "amd64, natives/windows/win-x86_64/release/pkcs11wrapper.dll, false",
    "arm64, org/sqlite/native/Linux/aarch64/libsqlitejdbc.so, true",
    "arm64, org/sqlite/native/Linux/arm/libsqlitejdbc.so, false",
    "arm64, META-INF/native/libnetty_transport_native_epoll_aarch_64.so, true",
    "arm64, natives/unix/linux-aarch64/release/libpkcs11wrapper.so, true",
    "amd64, org/sqlite/SQLiteJDBCLoader.class, false"
  })
  void onlyTheCodeForThisMachineIsTaken(String architecture, String entry, boolean taken) {
    assertThat(NativeCode.isFor(architecture, entry)).isEqualTo(taken);
  }
}

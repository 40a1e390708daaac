package org.sealpost.card.token;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xipki.pkcs11.wrapper.MechanismInfo;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.Slot;
import org.xipki.pkcs11.wrapper.StaticLogger;
import org.xipki.pkcs11.wrapper.Token;
import org.xipki.pkcs11.wrapper.TokenException;
import org.xipki.pkcs11.wrapper.TokenInfo;

/** A module in a shared library. */
final class NativeCryptoki implements Cryptoki {
  private final PKCS11Module module;

  private NativeCryptoki(PKCS11Module module) {
    this.module = module;
  }

  /**
   * Loads and initialises the library.
   *
   * @throws IOException if it cannot be loaded; the message is the system's
   */
  static NativeCryptoki load(Path library) throws IOException, CryptokiException {
    requireEntryPoint(library);
    StaticLogger.setLogger(new WrapperLog());
    PKCS11Module module;
    try {
      module = PKCS11Module.getInstance(library.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(e.getMessage(), e);
    }
    NativeCryptoki cryptoki = new NativeCryptoki(module);
    cryptoki.initialize();
    return cryptoki;
  }

  /** The wrapper takes the process down with it where a library lacks this. */
  @SuppressWarnings("restricted") // Loading a library is what this class is for.
  static void requireEntryPoint(Path library) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      if (SymbolLookup.libraryLookup(library, arena).find("C_GetFunctionList").isEmpty()) {
        throw new IOException("it has no C_GetFunctionList");
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public String description() {
    try {
      return module.getInfo().getLibraryDescription().strip()
          + " "
          + module.getInfo().getLibraryVersion();
    } catch (TokenException e) {
      return "";
    }
  }

  @Override
  public List<SlotState> slots() throws CryptokiException {
    try {
      List<SlotState> slots = new ArrayList<>();
      for (Slot slot : module.getSlotList(false)) {
        var info = slot.getSlotInfo();
        slots.add(
            new SlotState(
                slot.getSlotID(), info.getSlotDescription().strip(), info.isTokenPresent()));
      }
      return slots;
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public TokenFacts token(long slot) throws CryptokiException {
    try {
      TokenInfo info = at(slot).getTokenInfo();
      return new TokenFacts(
          info.getLabel().strip(),
          info.getSerialNumber().strip(),
          info.getMinPinLen(),
          info.getMaxPinLen(),
          info.getFlags());
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public Map<Long, Long> mechanisms(long slot) throws CryptokiException {
    Token token = at(slot);
    Map<Long, Long> mechanisms = new HashMap<>();
    for (long mechanism : token.getMechanismList()) {
      MechanismInfo info = token.getMechanismInfo(mechanism);
      mechanisms.put(mechanism, info == null ? 0 : info.getFlags());
    }
    return mechanisms;
  }

  @Override
  public Session open(long slot) throws CryptokiException {
    try {
      return new NativeSession(at(slot).openSession(false));
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public void restart() throws CryptokiException {
    try {
      module.finalize(null);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != PKCS11Constants.CKR_CRYPTOKI_NOT_INITIALIZED) {
        throw new CryptokiException(e);
      }
    }
    initialize();
  }

  /** Another part of the process may have initialised it, which does as well. */
  private void initialize() throws CryptokiException {
    try {
      module.initialize();
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != PKCS11Constants.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        throw new CryptokiException(e);
      }
    }
  }

  private Token at(long slot) throws CryptokiException {
    try {
      for (Slot candidate : module.getSlotList(false)) {
        if (candidate.getSlotID() == slot) {
          return candidate.getToken();
        }
      }
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
    throw new CryptokiException(PKCS11Constants.CKR_SLOT_ID_INVALID);
  }
}

package org.sealpost.server.pop3;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The latest sizes of each account, in memory. */
final class RecentSizes implements SizeMemory {
  private final int mostPerAccount;
  private final Map<String, Recent> accounts = new ConcurrentHashMap<>();

  private final class Recent extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > mostPerAccount;
    }
  }

  RecentSizes(int mostPerAccount) {
    this.mostPerAccount = mostPerAccount;
  }

  @Override
  public boolean knows(String account) {
    return accounts.containsKey(account);
  }

  @Override
  public OptionalLong size(String account, String uid) {
    Recent recent = accounts.get(account);
    if (recent == null) {
      return OptionalLong.empty();
    }
    synchronized (recent) {
      Long size = recent.get(uid);
      return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }
  }

  @Override
  public void remember(String account, String uid, long size) {
    Recent recent = accounts.computeIfAbsent(account, _ -> new Recent());
    synchronized (recent) {
      recent.put(uid, size);
    }
  }
}

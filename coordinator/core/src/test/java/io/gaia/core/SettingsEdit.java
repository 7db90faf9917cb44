package io.gaia.core;

/** Settings that differ from the defaults. */
final class SettingsEdit {
  private int maxLost = Settings.DEFAULTS.maxLost();
  private long retentionMs = Settings.DEFAULTS.retentionMs();
  private long claimMs = Settings.DEFAULTS.claimMs();
  private long stallMs = Settings.DEFAULTS.stallMs();
  private int maxFinishedTasks = Settings.DEFAULTS.maxFinishedTasks();
  private int maxIdempotencyKeys = Settings.DEFAULTS.maxIdempotencyKeys();
  private int maxLockWaiters = Settings.DEFAULTS.maxLockWaiters();
  private int maxPendingTasks = Settings.DEFAULTS.maxPendingTasks();
  private boolean exponentialBackoff = Settings.DEFAULTS.exponentialBackoff();

  SettingsEdit maxLost(int lost) {
    maxLost = lost;
    return this;
  }

  SettingsEdit retentionMs(long forMs) {
    retentionMs = forMs;
    return this;
  }

  SettingsEdit claimMs(long forMs) {
    claimMs = forMs;
    return this;
  }

  SettingsEdit stallMs(long forMs) {
    stallMs = forMs;
    return this;
  }

  SettingsEdit maxFinishedTasks(int tasks) {
    maxFinishedTasks = tasks;
    return this;
  }

  SettingsEdit maxIdempotencyKeys(int keys) {
    maxIdempotencyKeys = keys;
    return this;
  }

  SettingsEdit maxLockWaiters(int waiters) {
    maxLockWaiters = waiters;
    return this;
  }

  SettingsEdit maxPendingTasks(int tasks) {
    maxPendingTasks = tasks;
    return this;
  }

  SettingsEdit fixedBackoff() {
    exponentialBackoff = false;
    return this;
  }

  Settings done() {
    Settings defaults = Settings.DEFAULTS;
    return new Settings(
        defaults.leaseMs(),
        defaults.lockDelayMs(),
        claimMs,
        stallMs,
        defaults.agingMs(),
        defaults.affinityBonusMs(),
        defaults.maxRetries(),
        maxLost,
        exponentialBackoff,
        retentionMs,
        maxFinishedTasks,
        defaults.idempotencyMs(),
        maxIdempotencyKeys,
        maxLockWaiters,
        maxPendingTasks);
  }
}

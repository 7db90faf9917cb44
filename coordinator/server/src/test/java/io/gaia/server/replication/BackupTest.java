package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gaia.core.ApplyResult;
import io.gaia.core.Settings;
import io.gaia.core.View;
import io.gaia.schemas.backup.BackupHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state that is kept elsewhere, and comes back on an empty disk. */
class BackupTest {
  @TempDir private Path directory;

  private Path backup;
  private String hash;

  @BeforeEach
  void takeABackup() throws IOException {
    backup = directory.resolve("backup");
    try (TestNode node = TestNode.start(directory.resolve("first"))) {
      node.work("s", 100);
      node.awaitNewestFormat();
      Backup taken = TestNode.await(node.node().backup());
      try (OutputStream out = Files.newOutputStream(backup)) {
        taken.writeTo(out);
      }
      View then = node.view();
      assertThat(taken.index()).isGreaterThanOrEqualTo(then.index());
      hash = then.stateHash();
    }
  }

  @Test
  void anEmptyDiskGetsTheSameStateAndGoesOn() throws IOException {
    Path fresh = Files.createDirectories(directory.resolve("fresh"));
    Files.copy(backup, fresh.resolve(BackupHead.TO_RESTORE));
    List<String> restored = new ArrayList<>();
    try (TestNode node =
        TestNode.start(fresh, Settings.DEFAULTS, it -> it.addListener(hearing(restored)))) {
      assertThat(restored).containsExactly(hash);
      node.work("more", 10);
      assertThat(node.view().sessionNamed("s")).isPresent();
    }
    try (TestNode node = TestNode.start(fresh)) {
      assertThat(node.view().sessionNamed("more")).isPresent();
      assertThat(fresh.resolve(BackupHead.TO_RESTORE)).doesNotExist();
    }
  }

  @Test
  void whatWasLoggedAfterTheBackupIsUndoneAndItsPlacesAreNeverUsedAgain() throws IOException {
    long undone;
    try (TestNode node = TestNode.start(directory.resolve("first"))) {
      node.work("undone", 10);
      undone = node.view().index();
    }
    long again;
    try (TestNode node = restored("second")) {
      assertThat(node.view().sessionNamed("undone")).isEmpty();
      assertThat(node.view().index()).isGreaterThan(undone);
      node.work("undone-too", 10);
      again = node.view().index();
    }
    try (TestNode node = restored("third")) {
      assertThat(node.view().sessionNamed("undone-too")).isEmpty();
      assertThat(node.view().index()).isGreaterThan(again);
    }
  }

  @Test
  void aLogIsNeverReplaced() throws IOException {
    Files.copy(backup, directory.resolve("first").resolve(BackupHead.TO_RESTORE));
    assertThatThrownBy(() -> TestNode.start(directory.resolve("first")).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is a log already");
  }

  private TestNode restored(String name) throws IOException {
    Path fresh = Files.createDirectories(directory.resolve(name));
    Files.copy(backup, fresh.resolve(BackupHead.TO_RESTORE));
    return TestNode.start(fresh);
  }

  @Test
  void aSpoiledBackupIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(backup);
    bytes[bytes.length / 2] ^= 1;
    Path fresh = Files.createDirectories(directory.resolve("fresh"));
    Files.write(fresh.resolve(BackupHead.TO_RESTORE), bytes);
    assertThatThrownBy(() -> TestNode.start(fresh).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its checksum differs");
  }

  private static AppliedListener hearing(List<String> restored) {
    return new AppliedListener() {
      @Override
      public void applied(ApplyResult result, View view) {}

      @Override
      public void restored(View view, long index) {
        restored.add(view.stateHash());
      }
    };
  }
}

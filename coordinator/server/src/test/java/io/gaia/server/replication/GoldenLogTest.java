package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.Batch;
import io.gaia.core.Coordination;
import io.gaia.core.Request;
import io.gaia.core.StateImage;
import io.gaia.core.View;
import io.gaia.core.command.ClusterCommand.RaiseFormat;
import io.gaia.core.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A log and the snapshot of the state that it leads to, as a released version wrote them. Whoever
 * reads them must come to the same state. {@code -Dgolden.rewrite=true} writes them anew: only for
 * a version that nobody runs yet. The hash is over the snapshot's bytes, which a field that is
 * added does not change as long as it is absent.
 */
class GoldenLogTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");
  private static final Path LOG = DIRECTORY.resolve("log-v1.txt");
  private static final Path SNAPSHOT = DIRECTORY.resolve("snapshot-v1.bin");
  private static final Path HASH = DIRECTORY.resolve("state-v1.sha256");

  GoldenLogTest() throws IOException {
    if (Boolean.getBoolean("golden.rewrite")) {
      List<Batch> day = GoldenDay.log();
      Files.write(LOG, day.stream().map(batch -> hex(LogCodecs.BATCH.encode(batch))).toList());
      byte[] snapshot = bytes(applied(day).view());
      Files.write(SNAPSHOT, snapshot);
      Files.writeString(HASH, sha256(snapshot) + "\n");
    }
  }

  @Test
  void theLogLeadsToTheStateAsRecorded() throws IOException {
    assertThat(sha256(bytes(applied(log()).view()))).isEqualTo(Files.readString(HASH).strip());
  }

  @Test
  void theSnapshotIsThatStateAndIsWrittenAgainByteByByte() throws IOException {
    byte[] recorded = Files.readAllBytes(SNAPSHOT);
    assertThat(sha256(recorded)).isEqualTo(Files.readString(HASH).strip());
    try (InputStream in = Files.newInputStream(SNAPSHOT)) {
      Coordination restored = Coordination.restore(LogCodecs.STATE_IMAGE.readFrom(in));
      assertThat(restored.view().stateHash()).isEqualTo(applied(log()).view().stateHash());
      assertThat(bytes(restored.view())).isEqualTo(recorded);
    }
  }

  @Test
  void everyCommandAndEveryKindOfThingIsInThem() throws IOException, ReflectiveOperationException {
    Set<Class<?>> commands =
        log().stream()
            .flatMap(batch -> batch.requests().stream())
            .map(Request::command)
            .map(Object::getClass)
            .collect(Collectors.toSet());
    // no version has raised its format yet, so no log holds that
    commands.add(RaiseFormat.class);
    assertThat(commands).containsAll(Samples.leaves(Command.class));
    StateImage image = applied(log()).snapshot();
    for (RecordComponent part : StateImage.class.getRecordComponents()) {
      if (part.getType() == Iterable.class) {
        assertThat((Iterable<?>) part.getAccessor().invoke(image)).as(part.getName()).isNotEmpty();
      }
    }
  }

  private static List<Batch> log() throws IOException {
    return Files.readAllLines(LOG).stream()
        .map(line -> LogCodecs.BATCH.decode(HexFormat.of().parseHex(line)))
        .toList();
  }

  private static Coordination applied(List<Batch> log) {
    Coordination core = Coordination.empty();
    for (int i = 0; i < log.size(); i++) {
      core.apply(log.get(i), i + 1L);
    }
    return core;
  }

  private static byte[] bytes(View view) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LogCodecs.STATE_IMAGE.writeTo(bytes, view.image());
    return bytes.toByteArray();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String sha256(byte[] bytes) {
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

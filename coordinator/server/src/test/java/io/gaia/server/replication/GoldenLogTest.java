package io.gaia.server.replication;

import static io.gaia.core.command.ClusterCommand.RaiseFormat.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.gaia.core.Batch;
import io.gaia.core.Coordination;
import io.gaia.core.Request;
import io.gaia.core.StateImage;
import io.gaia.core.View;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log and the snapshot of the state that it leads to, as a released version wrote them. Whoever
 * reads them must come to the same state. {@code -Dgolden.rewrite=2} writes those of version 2
 * anew: only for a version that nobody runs yet. The hash is over the snapshot's bytes, which a
 * field that is added does not change as long as it is absent.
 */
class GoldenLogTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");

  /** The files of a format version. */
  private record Golden(int version) {
    Path log() {
      return DIRECTORY.resolve("log-v" + version + ".txt");
    }

    Path snapshot() {
      return DIRECTORY.resolve("snapshot-v" + version + ".bin");
    }

    Path hash() {
      return DIRECTORY.resolve("state-v" + version + ".sha256");
    }

    void rewrite() throws IOException {
      List<Batch> day = GoldenDay.log(version);
      Files.write(log(), day.stream().map(GoldenLogTest::line).toList());
      byte[] snapshot = bytes(applied(day).view());
      Files.write(snapshot(), snapshot);
      Files.writeString(hash(), sha256(snapshot) + "\n");
    }
  }

  GoldenLogTest() throws IOException {
    int rewritten = Integer.getInteger("golden.rewrite", 0);
    if (rewritten > 0) {
      new Golden(rewritten).rewrite();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLogLeadsToTheStateAsRecorded(int version) throws IOException {
    Golden golden = new Golden(version);
    View view = applied(log(version)).view();
    assertThat(view.formatVersion()).isEqualTo(version);
    assertThat(sha256(bytes(view))).isEqualTo(Files.readString(golden.hash()).strip());
  }

  /** Builds of that version read nothing that they do not know. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLogIsWrittenAgainByteByByte(int version) throws IOException {
    assertThat(log(version).stream().map(GoldenLogTest::line).toList())
        .isEqualTo(Files.readAllLines(new Golden(version).log()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theSnapshotIsThatStateAndIsWrittenAgainByteByByte(int version) throws IOException {
    Golden golden = new Golden(version);
    byte[] recorded = Files.readAllBytes(golden.snapshot());
    assertThat(sha256(recorded)).isEqualTo(Files.readString(golden.hash()).strip());
    try (InputStream in = Files.newInputStream(golden.snapshot())) {
      Coordination restored = Coordination.restore(LogCodecs.STATE_IMAGE.readFrom(in));
      assertThat(restored.view().stateHash()).isEqualTo(applied(log(version)).view().stateHash());
      assertThat(bytes(restored.view())).isEqualTo(recorded);
    }
  }

  @Test
  void everyCommandAndEveryKindOfThingIsInThem() throws IOException, ReflectiveOperationException {
    Set<Class<?>> commands =
        log(NEWEST).stream()
            .flatMap(batch -> batch.requests().stream())
            .map(Request::command)
            .map(Object::getClass)
            .collect(Collectors.toSet());
    assertThat(commands).containsAll(Samples.leaves(Command.class));
    StateImage image = applied(log(NEWEST)).snapshot();
    for (RecordComponent part : StateImage.class.getRecordComponents()) {
      if (part.getType() == Iterable.class) {
        assertThat((Iterable<?>) part.getAccessor().invoke(image)).as(part.getName()).isNotEmpty();
      }
    }
  }

  private static List<Batch> log(int version) throws IOException {
    return Files.readAllLines(new Golden(version).log()).stream()
        .map(line -> LogCodecs.BATCH.decode(HexFormat.of().parseHex(line)))
        .toList();
  }

  private static String line(Batch batch) {
    return hex(LogCodecs.BATCH.encode(batch));
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

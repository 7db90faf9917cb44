package io.gaia.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.gaia.core.Batch;
import io.gaia.core.Mentioned;
import io.gaia.core.Reply;
import io.gaia.core.Request;
import io.gaia.core.StateImage;
import io.gaia.core.StoredReply;
import io.gaia.core.command.Command;
import io.gaia.core.command.TaskCommand.RetryTask;
import io.gaia.schemas.raft.RaftProto;
import io.gaia.server.replication.wire.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogCodecsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/raft-v1.txt");
  private static final RecordCodec<StoredReply> STORED_REPLY = LogCodecs.of(StoredReply.class);

  static Stream<Class<?>> commands() {
    return Samples.leaves(Command.class).stream();
  }

  static Stream<Class<?>> replies() {
    return Samples.leaves(Reply.class).stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandComesBackAsItWasAndIsWhatTheSchemaSays(Class<?> type) throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      Request request = new Request(Optional.of("r-" + seed), command(type, seed));
      byte[] bytes = LogCodecs.REQUEST.encode(request);
      assertThat(LogCodecs.REQUEST.decode(bytes)).isEqualTo(request);
      assertSchemaReads(RaftProto.Request.parser(), bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("replies")
  void everyReplyComesBackAsItWasAndIsWhatTheSchemaSays(Class<?> type) throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      StoredReply stored =
          new StoredReply(
              "r",
              "s",
              (Reply) new Samples(seed).of(type),
              seed,
              Optional.of(new Samples(seed).of(Mentioned.class)));
      byte[] bytes = STORED_REPLY.encode(stored);
      assertThat(STORED_REPLY.decode(bytes)).isEqualTo(stored);
      assertSchemaReads(RaftProto.StoredReply.parser(), bytes);
    }
  }

  @Test
  void aStateComesBackAsItWasAndIsWhatTheSchemaSays() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      StateImage image = new Samples(seed).of(StateImage.class);
      byte[] bytes = LogCodecs.STATE_IMAGE.encode(image);
      assertThat(LogCodecs.STATE_IMAGE.decode(bytes)).isEqualTo(image);
      assertSchemaReads(RaftProto.StateImage.parser(), bytes);
    }
  }

  /** A command that got a field has a line for each of its shapes: lines are only ever added. */
  @Test
  void bytesOfReleasedVersionsStillMeanTheSame() throws IOException {
    List<String> current =
        Samples.leaves(Command.class).stream()
            .map(type -> type.getSimpleName() + " " + hex(batchOf(type)))
            .toList();
    Set<String> released = new TreeSet<>(Files.readAllLines(GOLDEN));
    if (Boolean.getBoolean("golden.rewrite") && released.addAll(current)) {
      Files.write(GOLDEN, released);
    }
    for (String line : released) {
      String bytes = line.substring(line.indexOf(' ') + 1);
      Batch decoded = LogCodecs.BATCH.decode(HexFormat.of().parseHex(bytes));
      assertThat(hex(decoded)).as(line).isEqualTo(bytes);
    }
    assertThat(released).as("commands without golden bytes are added").containsAll(current);
  }

  private static Batch batchOf(Class<?> type) {
    return new Batch(7, List.of(Request.of(command(type, 1))));
  }

  @Test
  void whatIsNotARequestIsRefused() {
    byte[] good = LogCodecs.REQUEST.encode(Request.of("r-1", new RetryTask("t-1")));
    byte[] cut = java.util.Arrays.copyOf(good, good.length - 1);
    byte[] unknownField = java.util.Arrays.copyOf(good, good.length + 2);
    unknownField[good.length] = (byte) (15 << 3);
    byte[] empty = {};
    byte[] text = "not a message".getBytes(StandardCharsets.UTF_8);
    for (byte[] bad : List.of(cut, unknownField, empty, text)) {
      assertThatThrownBy(() -> LogCodecs.REQUEST.decode(bad))
          .isInstanceOf(RecordCodec.MalformedRecord.class)
          .hasMessageContaining("not a Request");
    }
  }

  private static Command command(Class<?> type, long seed) {
    return (Command) new Samples(seed).of(type);
  }

  private static String hex(Batch batch) {
    return HexFormat.of().formatHex(LogCodecs.BATCH.encode(batch));
  }

  /** The generated class knows every field, and writes the same bytes. */
  private static void assertSchemaReads(Parser<? extends Message> parser, byte[] bytes)
      throws IOException {
    Message message = parser.parseFrom(bytes);
    assertThat(message.getUnknownFields().asMap()).isEmpty();
    assertThat(message.toByteArray()).isEqualTo(bytes);
  }
}

package io.gaia.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {

  @TempDir Path directory;

  @Test
  void it_has_the_names_that_clients_rely_on() throws Exception {
    Path file = directory.resolve("stack.json");
    stackFile().write(file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "coordinator_urls",
            "admin_urls",
            "kafka",
            "database_url",
            "flink_url",
            "flink_metrics_urls",
            "tokens",
            "demo",
            "pids");
    assertThat(json.get("tokens").fieldNames())
        .toIterable()
        .containsExactly("admin", "teacher", "agent", "app", "analyst");
    assertThat(json.get("demo").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("teacher_id", "classroom_id", "page_url");
    assertThat(json.at("/pids/kafka").asLong()).isEqualTo(42);
    assertThat(StackFile.read(file)).isEqualTo(stackFile());
  }

  @Test
  void only_its_owner_reads_the_tokens() throws Exception {
    Path file = directory.resolve("stack.json");
    stackFile().write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private static StackFile stackFile() {
    return new StackFile(
        List.of("http://127.0.0.1:8080"),
        List.of("http://127.0.0.1:8081"),
        "127.0.0.1:9092",
        "jdbc:postgresql://127.0.0.1:5432/gaia?user=gaia&password=secret",
        "http://127.0.0.1:8082",
        List.of("http://127.0.0.1:9249/metrics", "http://127.0.0.1:9250/metrics"),
        new Tokens("a", "b", "c", "d", "e"),
        new StackFile.Demo(
            "teacher-1", "sim-c1", "http://127.0.0.1:8080/?classroom=sim-c1#token=b"),
        Map.of("kafka", 42L));
  }
}

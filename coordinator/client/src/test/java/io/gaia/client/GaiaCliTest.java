package io.gaia.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.schemas.json.EventCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GaiaCliTest {

  @TempDir Path folder;

  @Test
  void everyCommandExplainsItselfWithHelp() {
    for (List<String> command : everyCommand(GaiaCli.commandLine(), List.of())) {
      List<String> arguments = new ArrayList<>(command);
      arguments.add("--help");
      CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

      assertThat(run.exitCode()).as("%s", arguments).isZero();
      assertThat(run.out()).as("%s", arguments).contains("Usage: gaia");
      assertThat(run.err()).as("%s", arguments).isEmpty();
    }
  }

  @Test
  void helpListsTheExitCodes() {
    assertThat(CommandRun.of("--help").out())
        .contains("Exit codes:", "unavailable: the coordinator, Kafka or Flink does not answer");
  }

  @Test
  void wrongUsageIsExitCodeTwoAndSaysWhatIsTaken() {
    assertThat(CommandRun.of().exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("dance").exitCode()).isEqualTo(2);
    CommandRun badTtl = CommandRun.of("token", "--role", "app", "--subject", "a", "--ttl", "soon");
    assertThat(badTtl.exitCode()).isEqualTo(2);
    assertThat(badTtl.err()).contains("'soon' is no duration", "1h30m");
  }

  @Test
  void optionsOutOfRangeSayWhatTheyTake() {
    String log = "src/test/resources/logs/metrics.ndjson";
    assertUsage("--format takes progsnap2", "replay", log, "--format", "csv");
    assertUsage("--speed takes a number above 0", "replay", log, "--speed", "0");
    assertUsage("--from takes a time", "replay", log, "--from", "noon");
    assertUsage("--run-id takes", "replay", log, "--run-id", "a b");
    assertUsage("takes HOST:PORT", "replay", log, "--kafka", "nowhere");
    assertUsage("--classrooms takes", "simulate", "--classrooms", "0");
    assertUsage("'much' is no duration", "simulate", "--history", "much");
  }

  @Test
  void aPlanSaysWhatAReplayWouldBeWithoutKafka() throws Exception {
    String log = "src/test/resources/logs/demo-course/MainTable.csv";

    CommandRun people = CommandRun.of("replay", log, "--plan");
    CommandRun script = CommandRun.of("replay", log, "--plan", "--json");

    assertThat(people.exitCode()).isZero();
    assertThat(people.out())
        .contains("demo-course (progsnap2): 5 events of 2 students in 1 classes");
    JsonNode plan = EventCodec.mapper().readTree(script.out());
    assertThat(plan.get("classroom_id").asText()).isEqualTo("demo-course-c01");
    assertThat(plan.get("bad_rows").asInt()).isEqualTo(3);
    assertThat(
            CommandRun.of("replay", log, "--plan", "--json", "--from", "6m", "--until", "7m").out())
        .contains("\"events\":2");
    CommandRun nothing = CommandRun.of("replay", log, "--plan", "--from", "9h");
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.err()).contains("no event between", "the log goes from");
  }

  @Test
  void aMissingFileIsNamed() {
    CommandRun run = CommandRun.of("replay", "nowhere.csv", "--plan");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("nowhere.csv: no such file");
  }

  @Test
  void aFailureIsOneLineWithoutAStackTrace() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.key"), "x");
    CommandRun run =
        CommandRun.of("token", "--role", "app", "--subject", "a", "--key-file", bad.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).startsWith("gaia: ").contains("bad.key");
  }

  @Test
  void tokenPrintsAToken() {
    Path key = folder.resolve("signing.key");
    CommandRun run =
        CommandRun.of("token", "--role", "teacher", "--subject", "t-1", "--key-file", "" + key);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(key).exists();
  }

  @Test
  void completionIsAScriptThatKnowsTheCommands() {
    assertThat(CommandRun.of("completion").out()).contains("complete -F", "token");
  }

  private static void assertUsage(String said, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(said);
  }

  private static List<List<String>> everyCommand(CommandLine line, List<String> path) {
    List<List<String>> commands = new ArrayList<>(List.of(path));
    line.getSubcommands()
        .forEach(
            (name, subcommand) -> {
              List<String> deeper = new ArrayList<>(path);
              deeper.add(name);
              commands.addAll(everyCommand(subcommand, deeper));
            });
    return commands;
  }
}

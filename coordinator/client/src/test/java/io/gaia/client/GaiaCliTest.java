package io.gaia.client;

import static org.assertj.core.api.Assertions.assertThat;

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

package io.gaia.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts the coordinator as it is started for real: a process of its own. */
@Timeout(60)
class WrongSettingStopsTheStartTest {

  @Test
  void theProcessEndsAndNamesTheVariable() throws Exception {
    ProcessBuilder start =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GaiaApplication.class.getName(),
                "server",
                "coordinator.yml")
            .redirectErrorStream(true);
    start.environment().put("SESSION_LEASE_TIMEOUT", "soon");
    Process process = start.start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(output)
        .contains("SESSION_LEASE_TIMEOUT takes a duration above zero")
        .contains("not \"soon\"")
        .doesNotContain("\tat ");
  }
}

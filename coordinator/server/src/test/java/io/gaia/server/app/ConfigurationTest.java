package io.gaia.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.jersey.validation.Validators;
import io.gaia.server.app.EnvironmentConfigurationFactory.WrongSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigurationTest {

  private static final String FILE = "coordinator.yml";

  @ParameterizedTest
  @EnumSource
  void hasItsDefault(ConfigurationVariable variable) throws Exception {
    assertThat(variable.read().apply(read(Map.of()))).isEqualTo(variable.standard());
    // an empty variable is one that is not set
    assertThat(variable.read().apply(read(Map.of(variable.name(), " "))))
        .isEqualTo(variable.standard());
  }

  @ParameterizedTest
  @EnumSource
  void takesItsValue(ConfigurationVariable variable) throws Exception {
    if (variable.text().isPresent()) {
      assertThat(variable.read().apply(read(Map.of(variable.name(), variable.text().get()))))
          .isEqualTo(variable.value());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongValueIsAnsweredWithTheNameAndWhatItTakes(ConfigurationVariable variable) {
    if (variable.wrong().isPresent()) {
      assertThatThrownBy(() -> read(Map.of(variable.name(), variable.wrong().get())))
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining(variable.name() + " " + variable.answer());
    }
  }

  @Test
  void everyVariableOfTheFileIsInTheTable() throws Exception {
    Matcher matcher = Pattern.compile("\\$\\{([A-Z_]+):-").matcher(Files.readString(Path.of(FILE)));
    Set<String> inFile =
        matcher
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    inFile.remove("NAME");
    assertThat(Arrays.stream(ConfigurationVariable.values()).map(ConfigurationVariable::name))
        .containsExactlyInAnyOrderElementsOf(inFile);
  }

  @Test
  void aClusterNeedsItsPeers() throws Exception {
    assertThatThrownBy(() -> read(Map.of("CLUSTER_ENABLED", "true")))
        .hasMessageContaining("CLUSTER_DISCOVERY_NODES takes host:port,...");
    assertThat(
            read(Map.of(
                    "CLUSTER_ENABLED", "true",
                    "CLUSTER_ADVERTISE_ADDR", "b:1",
                    "CLUSTER_DISCOVERY_NODES", "a:1,b:1,c:1"))
                .cluster()
                .enabled())
        .isTrue();
    assertThatThrownBy(
            () -> read(Map.of("CLUSTER_ENABLED", "true", "CLUSTER_DISCOVERY_NODES", "a:1,b:1")))
        .hasMessageContaining("CLUSTER_ADVERTISE_ADDR takes the one of CLUSTER_DISCOVERY_NODES");
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "CLUSTER_ENABLED", "true",
                        "CLUSTER_DISCOVERY_TYPE", "dns",
                        "CLUSTER_DISCOVERY_NODES", "a:1,b:1")))
        .hasMessageContaining("CLUSTER_DISCOVERY_NODES takes one name:port");
  }

  @Test
  void severalWrongValuesAreNamedTogether() {
    assertThatThrownBy(() -> read(Map.of("TASK_MAX_LOST", "-1", "DATABASE_POOL_SIZE", "0")))
        .hasMessageContaining("TASK_MAX_LOST")
        .hasMessageContaining("DATABASE_POOL_SIZE");
  }

  private static GaiaConfiguration read(Map<String, String> variables) throws Exception {
    return new EnvironmentConfigurationFactory(Validators.newValidator(), variables)
        .build(new FileConfigurationSourceProvider(), FILE);
  }
}

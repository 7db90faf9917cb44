package io.gaia.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.YamlParserUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Kubernetes manifests name is there; no cluster is asked. */
class KubernetesManifestTest {

  private static final Path FOLDER = Path.of("../infra/k8s");
  private static final String REPORTER = "metrics.reporter.prom.";
  private static final Set<String> RESOURCES = Set.of("memory", "cpu");

  @ParameterizedTest
  @CsvSource({"detection", "snapshots", "writer"})
  void aManifestNamesWhatIsThere(String name) throws Exception {
    Map<String, Object> manifest = load(FOLDER.resolve(name + ".yaml").toFile());
    assertThat(manifest)
        .containsEntry("apiVersion", "flink.apache.org/v1beta1")
        .containsEntry("kind", "FlinkDeployment");
    Map<String, Object> spec = map(manifest.get("spec"));
    assertThat(spec)
        .containsOnlyKeys(
            "image",
            "flinkVersion",
            "serviceAccount",
            "flinkConfiguration",
            "jobManager",
            "taskManager",
            "job");
    assertThat(map(map(spec.get("jobManager")).get("resource"))).containsOnlyKeys(RESOURCES);
    assertThat(map(map(spec.get("taskManager")).get("resource"))).containsOnlyKeys(RESOURCES);

    Map<String, Object> job = map(spec.get("job"));
    Class<?> entry = Class.forName((String) job.get("entryClass"));
    assertThat(entry.getMethod("main", String[].class)).isNotNull();
    assertThat(job)
        .containsEntry("upgradeMode", "savepoint")
        .containsEntry("state", "running")
        .containsKey("parallelism");
    List<?> arguments = (List<?>) job.get("args");
    for (int i = 0; i < arguments.size(); i += 2) {
      assertThat(arguments.get(i))
          .isIn(
              entry == TimescaleWriterJob.class
                  ? List.of("--kafka", "--database-url")
                  : List.of("--kafka"));
    }

    Set<String> known = knownSettings();
    assertThat(map(spec.get("flinkConfiguration")).keySet())
        .allSatisfy(
            setting ->
                assertThat(known.contains(setting) || setting.startsWith(REPORTER))
                    .as(setting)
                    .isTrue());
  }

  @ParameterizedTest
  @CsvSource({"detection", "snapshots", "writer"})
  void theImageHasTheJarAndTheFlinkThatTheManifestNames(String name) throws Exception {
    Map<String, Object> spec = map(load(FOLDER.resolve(name + ".yaml").toFile()).get("spec"));
    List<String> dockerfile = Files.readAllLines(FOLDER.resolve("Dockerfile"));
    String jar = ((String) map(spec.get("job")).get("jarURI")).replace("local://", "");
    assertThat(dockerfile)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("COPY flink-jobs/target/gaia-flink-jobs-")
                    .endsWith("-all.jar " + jar));
    String version = ((String) spec.get("flinkVersion")).replace("v", "").replace('_', '.');
    assertThat(dockerfile).anyMatch(line -> line.startsWith("FROM flink:" + version + "."));
    assertThat(org.apache.flink.runtime.util.EnvironmentInformation.getVersion())
        .as("what the jobs are built for")
        .startsWith(version + ".");
  }

  private static Set<String> knownSettings() throws IllegalAccessException {
    Set<String> keys = new HashSet<>();
    for (Class<?> options :
        List.of(
            CheckpointingOptions.class,
            HighAvailabilityOptions.class,
            MetricOptions.class,
            StateBackendOptions.class,
            TaskManagerOptions.class)) {
      for (Field field : options.getFields()) {
        if (field.getType() == ConfigOption.class) {
          keys.add(((ConfigOption<?>) field.get(null)).key());
        }
      }
    }
    return keys;
  }

  private static Map<String, Object> load(File file) throws Exception {
    return YamlParserUtils.loadYamlFile(file);
  }

  @SuppressWarnings("unchecked") // an object of YAML has texts as keys
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}

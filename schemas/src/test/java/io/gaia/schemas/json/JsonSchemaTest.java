package io.gaia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.gaia.schemas.event.AlertAction;
import io.gaia.schemas.event.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonSchemaTest {

  /** What apps may leave out although the records always have it. */
  private static final Set<String> FILLED_IN_WHEN_READ = Set.of("event_id", "metadata");

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  static List<Arguments> schemas() {
    return Stream.concat(
            Golden.RECORDS.entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey().topicName(), entry.getValue())),
            Stream.of(
                Arguments.of("reason", Reason.class),
                Arguments.of("alert-action", AlertAction.class)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("io.gaia.schemas.json.Golden#all")
  void goldenValuesAreValid(Golden golden) {
    assertThat(schema(golden.topic().topicName()).validate(golden.json(), InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void aWrongValueIsNotValid() {
    String wrong = "{\"student_id\":7,\"rating\":6}";
    assertThat(schema("satisfaction-ratings").validate(wrong, InputFormat.JSON))
        .extracting(Object::toString)
        .anyMatch(message -> message.contains("student_id"))
        .anyMatch(message -> message.contains("rating"))
        .anyMatch(message -> message.contains("timestamp"));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void schemaAndRecordHaveTheSameFields(String name, Class<?> record) throws IOException {
    assertThat(names(read(name).get("properties")))
        .isEqualTo(fields(record, component -> !component.getName().equals("extra")));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void whatARecordAlwaysHasIsRequired(String name, Class<?> record) throws IOException {
    Set<String> required = new TreeSet<>();
    read(name).get("required").forEach(field -> required.add(field.textValue()));
    Set<String> always =
        fields(
            record,
            component ->
                component.getType() != Optional.class && !component.getName().equals("extra"));
    boolean fromApps = Set.of("usability-metrics", "satisfaction-ratings").contains(name);
    always.removeIf(field -> fromApps && FILLED_IN_WHEN_READ.contains(field));
    always.remove("students"); // left out when empty
    assertThat(required).isEqualTo(always);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyFieldSaysWhatItIs(String name, Class<?> record) throws IOException {
    JsonNode schema = read(name);
    assertThat(schema.path("description").asText()).as(record.getSimpleName()).isNotBlank();
    schema
        .get("properties")
        .properties()
        .forEach(
            property ->
                assertThat(
                        property.getValue().path("description").asText()
                            + property.getValue().path("$ref").asText())
                    .as(name + "." + property.getKey())
                    .isNotBlank());
  }

  private static JsonSchema schema(String name) {
    return SCHEMAS.getSchema(SchemaLocation.of("classpath:schema/" + name + ".schema.json"));
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream in =
        JsonSchemaTest.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
      assertThat(in).as("schema of " + name).isNotNull();
      return EventCodec.mapper().readTree(in);
    }
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream()
        .map(java.util.Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> fields(Class<?> record, Predicate<RecordComponent> which) {
    SnakeCaseStrategy snakeCase = new SnakeCaseStrategy();
    return Arrays.stream(record.getRecordComponents())
        .filter(which)
        .map(component -> snakeCase.translate(component.getName()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package io.gaia.server.app;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationValidationException;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.gaia.server.http.TypeInWords;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;

/**
 * Reads the YAML, then puts the environment in: after parsing, so that no value can break the
 * syntax, and knowing which variable stands where, so that an error can name it.
 */
final class EnvironmentConfigurationFactory extends YamlConfigurationFactory<GaiaConfiguration> {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)(:-[^}]*)?}");

  private final StringSubstitutor environment;

  EnvironmentConfigurationFactory(Validator validator, Map<String, String> environment) {
    super(GaiaConfiguration.class, validator, mapper(), "dw");
    this.environment = substitutor(environment);
  }

  private static ObjectMapper mapper() {
    return Jackson.newObjectMapper()
        .registerModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()));
  }

  private static StringSubstitutor substitutor(Map<String, String> environment) {
    Map<String, String> set = new HashMap<>(environment);
    set.values().removeIf(String::isBlank);
    StringSubstitutor substitutor = new EnvironmentVariableSubstitutor(false);
    substitutor.setVariableResolver(set::get);
    return substitutor;
  }

  @Override
  protected GaiaConfiguration build(JsonNode yaml, String path)
      throws IOException, ConfigurationException {
    Map<String, String> variables = new HashMap<>();
    if (yaml instanceof ObjectNode root) {
      substitute(root, "", variables);
    }
    try {
      return super.build(yaml, path);
    } catch (ConfigurationValidationException e) {
      throw new WrongSetting(
          path,
          e.getConstraintViolations().stream()
              .map(violation -> violated(violation, variables))
              .sorted()
              .toList(),
          e);
    } catch (ConfigurationException e) {
      if (e.getCause() instanceof JsonMappingException cause) {
        throw new WrongSetting(path, List.of(unreadable(cause, variables)), e);
      }
      throw e;
    }
  }

  /** Fills variables in below {@code node}; an empty result is an absent setting. */
  private void substitute(ObjectNode node, String at, Map<String, String> variables) {
    List<String> empty = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String path = at.isEmpty() ? field.getKey() : at + "." + field.getKey();
      substitute(field.getValue(), path, variables)
          .ifPresent(
              text -> {
                if (text.isEmpty()) {
                  empty.add(field.getKey());
                } else {
                  field.setValue(TextNode.valueOf(text));
                }
              });
    }
    node.remove(empty);
  }

  private Optional<String> substitute(JsonNode value, String path, Map<String, String> variables) {
    if (value instanceof ObjectNode object) {
      substitute(object, path, variables);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        substitute(value.get(i), path + "[" + i + "]", variables);
      }
    } else if (value.isTextual()) {
      Matcher variable = VARIABLE.matcher(value.textValue());
      if (variable.find()) {
        variables.put(path, variable.group(1));
        return Optional.of(environment.replace(value.textValue()).trim());
      }
    }
    return Optional.empty();
  }

  private static String violated(ConstraintViolation<?> violation, Map<String, String> variables) {
    String path = violation.getPropertyPath().toString().replace(".<optional value>", "");
    String variable = variables.get(path);
    if (variable == null) {
      // a rule over several settings names them itself
      return violation.getMessage().contains(" takes ")
          ? violation.getMessage()
          : path + " " + violation.getMessage();
    }
    return variable
        + " "
        + violation.getMessage()
        + ", not \""
        + violation.getInvalidValue()
        + "\"";
  }

  private static String unreadable(JsonMappingException e, Map<String, String> variables) {
    String path = pathOf(e.getPath());
    String name = variables.getOrDefault(path, path);
    if (e instanceof InvalidFormatException format) {
      return name
          + " takes "
          + taken(format.getTargetType())
          + ", not \""
          + format.getValue()
          + "\"";
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message =
        cause instanceof JsonMappingException mapping
            ? mapping.getOriginalMessage()
            : cause.getMessage();
    return name + " " + message;
  }

  private static String pathOf(List<JsonMappingException.Reference> references) {
    StringBuilder path = new StringBuilder();
    Iterator<JsonMappingException.Reference> steps = references.iterator();
    while (steps.hasNext()) {
      JsonMappingException.Reference step = steps.next();
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String taken(Class<?> type) {
    return type == Duration.class ? DurationReader.TAKES : TypeInWords.of(type);
  }

  /** What is wrong, one line a setting, each naming its variable and what it takes. */
  static final class WrongSetting extends ConfigurationException {
    WrongSetting(String path, List<String> errors, Throwable cause) {
      super(path, errors, cause);
    }
  }
}

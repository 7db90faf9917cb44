package io.gaia.server.coordination;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.NameTransformer;
import io.gaia.core.RecordedEvent;
import io.gaia.core.event.TaskEvent.TaskEnqueued;
import io.gaia.core.model.WireName;
import io.gaia.schemas.event.CoordinationEvent;
import io.gaia.schemas.json.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Events of the state machine as the world outside reads them. */
final class EventJson {
  /** Fields of the state machine that hold JSON as text. */
  private static final Set<String> JSON_TEXTS =
      Set.of("payload", "metadata", "result", "checkpoint");

  private static final String TIME_SUFFIX = "_at_ms";
  private static final String DURATION_SUFFIX = "_ms";

  private static final ObjectMapper MAPPER =
      EventCodec.configure(new JsonMapper())
          .registerModule(
              new SimpleModule()
                  .addSerializer(new WireNames())
                  .setSerializerModifier(new Outward()));

  private EventJson() {}

  /** What {@link CoordinationEvent} reads. */
  private record Told(String type, String entityId, String cursor, Instant at, Object data) {}

  private record Enqueued(TaskJson task) {}

  /** Written at one go: each node does so for each event. */
  static byte[] bytes(RecordedEvent recorded) {
    Object data =
        recorded.event() instanceof TaskEnqueued enqueued
            ? new Enqueued(TaskJson.of(enqueued.task()))
            : recorded.event();
    try {
      return MAPPER.writeValueAsBytes(
          new Told(
              recorded.event().type(),
              recorded.event().entityId(),
              recorded.cursor(),
              Instant.ofEpochMilli(recorded.atMs()),
              data));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + recorded.event().type(), e);
    }
  }

  /** Milliseconds become times and seconds, JSON text becomes JSON. */
  private static final class Outward extends BeanSerializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
      properties.replaceAll(Outward::outward);
      return properties;
    }

    private static BeanPropertyWriter outward(BeanPropertyWriter property) {
      String name = property.getName();
      boolean isWhole =
          property.getType().isTypeOrSubTypeOf(OptionalLong.class)
              || property.getType().hasRawClass(long.class);
      String cut = name.substring(0, Math.max(0, name.length() - DURATION_SUFFIX.length()));
      if (isWhole && name.endsWith(TIME_SUFFIX)) {
        return as(cut, new Times(), property);
      } else if (isWhole && name.endsWith(DURATION_SUFFIX)) {
        return as(cut + "_seconds", new Seconds(), property);
      } else if (JSON_TEXTS.contains(name) && isText(property)) {
        return as(name, new JsonTexts(), property);
      }
      return property;
    }

    private static boolean isText(BeanPropertyWriter property) {
      return property.getType().hasRawClass(String.class)
          || property.getType().isTypeOrSubTypeOf(Optional.class)
              && property.getType().getContentType().hasRawClass(String.class);
    }

    private static BeanPropertyWriter as(
        String name, JsonSerializer<Object> serializer, BeanPropertyWriter property) {
      BeanPropertyWriter renamed =
          property.rename(
              new NameTransformer() {
                @Override
                public String transform(String before) {
                  return name;
                }

                @Override
                public String reverse(String after) {
                  return after;
                }
              });
      renamed.assignSerializer(serializer);
      return renamed;
    }
  }

  /** A long or an optional one. */
  private abstract static class Whole extends StdSerializer<Object> {
    private static final long serialVersionUID = 1;

    Whole() {
      super(Object.class);
    }

    abstract void write(long value, JsonGenerator out) throws IOException;

    @Override
    public void serialize(Object value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      write(value instanceof OptionalLong some ? some.getAsLong() : (Long) value, out);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Object value) {
      return value instanceof OptionalLong some && some.isEmpty();
    }
  }

  private static final class Times extends Whole {
    private static final long serialVersionUID = 1;

    @Override
    void write(long value, JsonGenerator out) throws IOException {
      out.writeString(Instant.ofEpochMilli(value).toString());
    }
  }

  private static final class Seconds extends Whole {
    private static final long serialVersionUID = 1;

    @Override
    void write(long value, JsonGenerator out) throws IOException {
      out.writeNumber(value / 1000.0);
    }
  }

  /** The state holds it as JSON without blanks. */
  private static final class JsonTexts extends StdSerializer<Object> {
    private static final long serialVersionUID = 1;

    JsonTexts() {
      super(Object.class);
    }

    @Override
    public void serialize(Object value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(
          value instanceof Optional<?> some ? (String) some.orElseThrow() : (String) value);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Object value) {
      return value instanceof Optional<?> some && some.isEmpty();
    }
  }

  private static final class WireNames extends StdSerializer<WireName> {
    private static final long serialVersionUID = 1;

    WireNames() {
      super(WireName.class);
    }

    @Override
    public void serialize(WireName value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.wireName());
    }
  }
}

package io.gaia.server.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gaia.schemas.json.EventCodec;

/** JSON of requests and answers: the codec's conventions, strict about what comes in. */
public final class RequestJson {

  private RequestJson() {}

  /**
   * A new mapper: unknown fields, "3" for 3 1.5 for a whole number, and null in a list are refused.
   */
  public static ObjectMapper newMapper() {
    ObjectMapper mapper =
        EventCodec.configure(
                JsonMapper.builder().disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    return mapper.setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
  }
}

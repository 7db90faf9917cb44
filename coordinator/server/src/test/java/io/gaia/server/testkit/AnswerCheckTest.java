package io.gaia.server.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gaia.schemas.json.EventCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check finds what is wrong; else every test that relies on it shows nothing. */
class AnswerCheckTest {
  private static final String API =
      """
      {
        "paths": {
          "/things/{id}": {
            "get": {
              "responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "4XX": {"$ref": "#/components/responses/Problem"}
              }
            },
            "delete": {"responses": {"204": {"description": "Done"}}}
          },
          "/things/all": {
            "get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array"}}}}}}
          }
        },
        "components": {
          "schemas": {
            "Thing": {
              "type": "object",
              "required": ["id"],
              "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}
            },
            "Problem": {
              "type": "object",
              "required": ["code"],
              "properties": {"code": {"type": "string", "enum": ["not-found"]}}
            }
          },
          "responses": {
            "Problem": {
              "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            }
          }
        }
      }
      """;

  private final AnswerCheck check = new AnswerCheck(read(API));

  private static com.fasterxml.jackson.databind.JsonNode read(String json) {
    try {
      return EventCodec.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private List<String> thing(String body) {
    return check.faults("GET", "/things/a", 200, "application/json", body);
  }

  @Test
  void whatIsAsDescribedPasses() {
    assertThat(thing("{\"id\":\"a\",\"size\":1}")).isEmpty();
    assertThat(thing("{\"id\":\"a\"}")).isEmpty();
    assertThat(check.faults("DELETE", "/things/a", 204, "", "")).isEmpty();
    assertThat(check.faults("GET", "/things/all", 200, "application/json;charset=utf-8", "[]"))
        .isEmpty();
  }

  @Test
  void aMissingAnUnknownAndAWrongMemberAreFound() {
    assertThat(thing("{\"size\":1}")).isNotEmpty();
    assertThat(thing("{\"id\":\"a\",\"more\":1}")).isNotEmpty();
    assertThat(thing("{\"id\":1}")).isNotEmpty();
    assertThat(thing("{\"id\":null}")).isNotEmpty();
    assertThat(thing("no JSON")).isNotEmpty();
  }

  @Test
  void anotherStatusTypeOrBodyIsFound() {
    assertThat(check.faults("GET", "/things/a", 201, "application/json", "{}")).isNotEmpty();
    assertThat(check.faults("GET", "/things/a", 200, "text/plain", "a")).isNotEmpty();
    assertThat(check.faults("DELETE", "/things/a", 204, "text/plain", "gone")).isNotEmpty();
  }

  @Test
  void aProblemMaySayMoreButHasToBeOne() {
    String type = "application/problem+json";
    assertThat(check.faults("GET", "/things/a", 404, type, "{\"code\":\"not-found\",\"x\":1}"))
        .isEmpty();
    assertThat(check.faults("GET", "/things/a", 404, type, "{\"code\":\"odd\"}")).isNotEmpty();
    assertThat(check.faults("GET", "/things/a", 404, "application/json", "{}")).isNotEmpty();
  }
}

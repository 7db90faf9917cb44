package io.gaia.server.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gaia.server.testkit.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of detection, set while it runs. */
@Timeout(180)
@ExtendWith(ClassOnKafka.Extension.class)
class RuleRoutesTest {

  private static final String QUIET =
      """
      {"loud_per_hour":4,"windows":{"error_burst":120},"ramps":{"low_rating":{"watch":3,"act":1}},"weights":{"idle":0.5,"thrash":0},"muted_until":"2026-03-02T13:30:00+01:00",
       "quiet_hours":[{"from":"22:00","until":"06:30","zone":"Europe/Berlin","days":["mon"]},{"from":"12:00","until":"13:00"}]}
      """;

  private final ClassOnKafka ours;

  RuleRoutesTest(ClassOnKafka ours) {
    this.ours = ours;
  }

  private HttpResponse<String> put(String scope, String token, String json) {
    return ours.server()
        .send(
            HttpRequest.newBuilder(ours.server().api("/detection-rules/" + scope))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> delete(String scope, String token) {
    return ours.server()
        .send(
            HttpRequest.newBuilder(ours.server().api("/detection-rules/" + scope))
                .header("Authorization", "Bearer " + token)
                .DELETE());
  }

  private HttpResponse<String> get(String scope) {
    return ours.get("/detection-rules/" + scope, ours.teacher());
  }

  @Test
  void aTeacherSetsSeesAndTakesBackTheRuleOfTheirClass() {
    String scope = "classroom:" + ours.id();
    assertThat(get(scope).statusCode()).isEqualTo(404);
    HttpResponse<String> set = put(scope, ours.teacher(), QUIET);
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    JsonNode rule = RunningServer.json(set);
    assertThat(rule.get("scope").textValue()).isEqualTo(scope);
    assertThat(rule.has("threshold")).isFalse();
    assertThat(rule.at("/weights/thrash").doubleValue()).isZero();
    assertThat(rule.at("/windows/error_burst").intValue()).isEqualTo(120);
    assertThat(rule.at("/ramps/low_rating/watch").doubleValue()).isEqualTo(3);
    assertThat(rule.get("muted_until").textValue()).isEqualTo("2026-03-02T12:30:00Z");
    assertThat(rule.at("/quiet_hours/0/days/0").textValue()).isEqualTo("mon");
    assertThat(rule.at("/quiet_hours/1/zone").textValue()).isEqualTo("UTC");
    assertThat(RunningServer.json(get(scope))).isEqualTo(rule);
    assertThat(RunningServer.json(ours.get("/detection-rules", ours.teacher())).get("items"))
        .contains(rule);

    assertThat(put(scope, ours.teacher(), "{\"threshold\":\"high\"}").statusCode()).isEqualTo(200);
    assertThat(RunningServer.json(get(scope)).has("loud_per_hour")).isFalse();
    assertThat(delete(scope, ours.teacher()).statusCode()).isEqualTo(204);
    assertThat(get(scope).statusCode()).isEqualTo(404);
    assertThat(delete(scope, ours.teacher()).statusCode()).isEqualTo(204);
  }

  @Test
  void aGlobalRuleThatIsTakenBackIsAsConfigured() {
    assertThat(put("global", ours.admin(), "{\"threshold\":\"critical\"}").statusCode())
        .isEqualTo(200);
    assertThat(RunningServer.json(get("global")).get("threshold").textValue())
        .isEqualTo("critical");
    assertThat(delete("global", ours.admin()).statusCode()).isEqualTo(204);
    assertThat(RunningServer.json(get("global")).get("threshold").textValue()).isEqualTo("medium");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"threshold":"none"}                                          | threshold
          {"threshold":"often"}                                         | threshold
          {"weights":{"mood":0.5}}                                      | weights.mood
          {"weights":{"idle":1.5}}                                      | weights.idle
          {"weights":{"idle":null}}                                     | weights.idle
          {"windows":{"mood":60}}                                       | windows.mood
          {"windows":{"idle":60}}                                       | windows.idle
          {"windows":{"error_burst":125}}                               | windows.error_burst
          {"windows":{"error_burst":12}}                                | windows.error_burst
          {"windows":{"error_burst":null}}                              | windows.error_burst
          {"ramps":{"mood":{"watch":1,"act":2}}}                        | ramps.mood
          {"ramps":{"error_burst":{"watch":3,"act":3}}}                 | ramps.error_burst
          {"ramps":{"rage_click":{"watch":0,"act":1}}}                  | ramps.rage_click
          {"ramps":{"error_burst":{"watch":-1,"act":3}}}                | ramps.error_burst
          {"ramps":{"error_burst":{"watch":3}}}                         | ramps.error_burst
          {"ramps":{"error_burst":null}}                                | ramps.error_burst
          {"ramps":{"low_rating":{"watch":1,"act":2}}}                  | ramps.low_rating
          {"ramps":{"idle":{"watch":30,"act":90}}}                      | ramps.idle
          {"loud_per_hour":61}                                          | loud_per_hour
          {"loud_per_hour":-1}                                          | loud_per_hour
          {"muted_until":"tomorrow"}                                    | muted_until
          {"quiet_hours":[{"from":"12:00"}]}                            | quiet_hours[0].until
          {"quiet_hours":[{"from":"12:00","until":"25:00"}]}            | quiet_hours[0].until
          {"quiet_hours":[{"from":"1","until":"2"}]}               | quiet_hours[0].from
          {"quiet_hours":[{"from":"12:00","until":"13:00","zone":"x"}]} | quiet_hours[0].zone
          {"quiet_hours":[{"from":"12:00","until":"13:00","days":["today"]}]} | quiet_hours[0].days
          {"volume":11}                                                 | volume
          """)
  void whatIsWrongIsNamed(String body, String field) {
    HttpResponse<String> refused = put("classroom:" + ours.id(), ours.teacher(), body);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(RunningServer.json(refused).get("field").textValue()).isEqualTo(field);
    assertThat(get("classroom:" + ours.id()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"classroom", "classroom:", "planet:earth", "GLOBAL"})
  void aScopeIsOneOfFour(String scope) {
    HttpResponse<String> refused = put(scope, ours.admin(), "{}");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(RunningServer.json(refused).get("field").textValue()).isEqualTo("scope");
  }
}

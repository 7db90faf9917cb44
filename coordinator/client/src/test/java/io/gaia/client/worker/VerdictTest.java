package io.gaia.client.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.gaia.schemas.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void outputThatIsAnObjectOrAnArrayIsTheResult() throws Exception {
    JsonNode json = EventCodec.mapper().readTree("{\"a\":[1,{\"b\":null}]}");

    assertThat(end(0, "{\"a\": [1,", "  {\"b\": null}]}")).isEqualTo(new Verdict.Completed(json));
    assertThat(end(0, "[]"))
        .isEqualTo(new Verdict.Completed(EventCodec.mapper().createArrayNode()));
  }

  @Test
  void otherOutputIsText() {
    assertThat(result(end(0, "42"))).isEqualTo("{\"exit_code\":0,\"output\":\"42\"}");
    assertThat(result(end(0, "two", "lines")))
        .isEqualTo("{\"exit_code\":0,\"output\":\"two\\nlines\"}");
    assertThat(result(end(0))).isEqualTo("{\"exit_code\":0,\"output\":\"\"}");
  }

  @Test
  void aNamedResultWinsOverTheOutput() {
    OutputTail output = new OutputTail(100);
    output.add("{\"a\":1}");

    assertThat(Verdict.of(0, Optional.of(new IntNode(7)), output, new OutputTail(100)))
        .isEqualTo(new Verdict.Completed(new IntNode(7)));
  }

  @Test
  void onlyTheEndOfLongOutputIsKeptAndSaysSo() {
    OutputTail output = new OutputTail(Verdict.KEPT_OUTPUT_BYTES);
    for (int i = 0; i < 20_000; i++) {
      output.add("line " + i);
    }

    JsonNode result = completed(Verdict.of(0, Optional.empty(), output, new OutputTail(100)));

    assertThat(result.path("truncated").asBoolean()).isTrue();
    assertThat(result.path("output").asText()).endsWith("line 19998\nline 19999");
    assertThat(result.path("output").asText().length()).isBetween(40_000, 49_152);
  }

  @Test
  void aResultFitsHoweverMuchMustBeEscaped() {
    OutputTail output = new OutputTail(Verdict.KEPT_OUTPUT_BYTES);
    output.add("\u0001".repeat(100_000) + "end");

    JsonNode result = completed(Verdict.of(0, Optional.empty(), output, new OutputTail(100)));

    assertThat(result.toString().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(Verdict.MAX_RESULT_BYTES);
    assertThat(result.path("output").asText()).endsWith("end");
    assertThat(result.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void exitCodesSayWhetherAnotherAttemptMakesSense() {
    assertThat(failed(1, "no such file ", "")).isEqualTo("exit 1: no such file / true");
    assertThat(failed(65, "bad input")).isEqualTo("exit 65: bad input / false");
    assertThat(failed(137)).isEqualTo("signal 9 / true");
    assertThat(end(75)).isEqualTo(new Verdict.Released());
  }

  @Test
  void aReasonKeepsTheEndOfWhatTheCommandSaid() {
    assertThat(failed(1, "", "oh", "no such file", ""))
        .isEqualTo("exit 1: no such file\noh\nno such file / true");
    assertThat(end(2, "only", "output")).isEqualTo(failedWith("exit 2: output\nonly\noutput"));

    String[] much = new String[1_000];
    Arrays.setAll(much, i -> "line " + i + " äöü");
    Verdict.Failed failed = (Verdict.Failed) end(3, much);
    assertThat(failed.firstLine()).isEqualTo("exit 3: line 999 äöü");
    assertThat(failed.reason()).endsWith("line 998 äöü\nline 999 äöü");
    assertThat(bytes(failed)).isBetween(3_900, 4_000);

    Verdict.Failed oneLine = (Verdict.Failed) end(3, "\uD83D\uDE00".repeat(100_000));
    assertThat(bytes(oneLine)).isLessThanOrEqualTo(4 * 1024);
    assertThat(oneLine.firstLine()).doesNotEndWith("\uD83D");
  }

  private static Verdict.Failed failedWith(String reason) {
    return new Verdict.Failed(reason, true);
  }

  private static int bytes(Verdict.Failed failed) {
    return failed.reason().getBytes(StandardCharsets.UTF_8).length;
  }

  private static Verdict end(int exitCode, String... lines) {
    OutputTail output = new OutputTail(Verdict.KEPT_OUTPUT_BYTES);
    for (String line : lines) {
      output.add(line);
    }
    return Verdict.of(exitCode, Optional.empty(), output, new OutputTail(1000));
  }

  private static String failed(int exitCode, String... errorLines) {
    OutputTail errors = new OutputTail(1000);
    for (String line : errorLines) {
      errors.add(line);
    }
    Verdict verdict = Verdict.of(exitCode, Optional.empty(), new OutputTail(1000), errors);
    Verdict.Failed failed = (Verdict.Failed) verdict;
    return failed.reason() + " / " + failed.retryable();
  }

  private static JsonNode completed(Verdict verdict) {
    return ((Verdict.Completed) verdict).result();
  }

  private static String result(Verdict verdict) {
    return completed(verdict).toString();
  }
}

package io.gaia.server.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.server.auth.Caller;
import io.gaia.server.http.Presence;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemFeature;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A call at its route: what a resource's method is given by HTTP. */
public final class IncomingCall {
  private final Caller caller;
  private final Presence presence;
  private final Executor answering;
  private final CallPath path;
  private final List<String> parameters;
  private final Call call;
  private final ObjectMapper mapper;

  IncomingCall(
      Caller caller,
      Presence presence,
      Executor answering,
      CallPath path,
      List<String> parameters,
      Call call,
      ObjectMapper mapper) {
    this.caller = caller;
    this.presence = presence;
    this.answering = answering;
    this.path = path;
    this.parameters = parameters;
    this.call = call;
    this.mapper = mapper;
  }

  public Caller caller() {
    return caller;
  }

  /** Of the client, for a call that waits. */
  public Presence presence() {
    return presence;
  }

  /** Where answers are made, so that the log does not wait for it. */
  public Executor answering() {
    return answering;
  }

  /** The path's only parameter. */
  public String parameter() {
    return parameters.get(0);
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(path.query().get(name));
  }

  /**
   * @throws io.gaia.server.http.ProblemException when it is no whole number
   */
  public Optional<Long> queryNumber(String name) {
    try {
      return query(name).map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw Problem.invalidField(name, name + " has a value that is not taken here").exception();
    }
  }

  public Optional<String> idempotencyKey() {
    return call.idempotencyKey();
  }

  public Optional<JsonNode> body() {
    return call.body();
  }

  /**
   * @throws io.gaia.server.http.ProblemException that names the field at fault
   */
  public <T> Optional<T> body(Class<T> type) {
    return call.body().map(json -> read(json, type));
  }

  /** As {@link #body}, and it is needed. */
  public <T> T needed(Class<T> type) {
    return body(type).orElseThrow(() -> Problem.invalidField("body", "body is needed").exception());
  }

  private <T> T read(JsonNode json, Class<T> type) {
    try {
      return mapper.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw ProblemFeature.problemOf(e).exception();
    }
  }
}

package io.gaia.server.calls;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Presence;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.ProblemException;
import io.gaia.server.http.ProblemFeature;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * The routes that an agent may also call over its socket: with the addresses, bodies, refusals and
 * answers that they have over HTTP, at a fraction of a request's cost. A call holds no thread.
 */
public final class CallRoutes {
  private final String base;
  private final ObjectMapper mapper;
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /** What a resource does with a call. */
  @FunctionalInterface
  public interface Route {
    /**
     * @throws ProblemException why nothing is done
     */
    CompletionStage<Response> answer(IncomingCall call);
  }

  private record Entry(String method, String template, List<String> segments, Route route) {

    /** The parameters of the path, or empty when it is another route's. */
    Optional<List<String>> match(List<String> path) {
      if (path.size() != segments.size()) {
        return Optional.empty();
      }
      List<String> parameters = new ArrayList<>(1);
      for (int i = 0; i < path.size(); i++) {
        if (segments.get(i).startsWith("{")) {
          parameters.add(path.get(i));
        } else if (!segments.get(i).equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(parameters);
    }
  }

  /**
   * @param base the path of the API
   * @param mapper of its bodies
   */
  public CallRoutes(String base, ObjectMapper mapper) {
    this.base = base;
    this.mapper = mapper;
  }

  /**
   * @param template such as {@code /locks/{key}}
   */
  public CallRoutes add(String method, String template, Route route) {
    entries.add(new Entry(method, template, List.of(template.substring(1).split("/")), route));
    return this;
  }

  /** Of its bodies, and of the answers'. */
  public ObjectMapper mapper() {
    return mapper;
  }

  /**
   * The answer, which may be a refusal; never fails.
   *
   * @param answering where it is to be made
   */
  public CompletionStage<Response> answer(
      Call call, Caller caller, Presence presence, Executor answering) {
    try {
      if (!caller.is(Role.AGENT) && !caller.is(Role.ADMIN)) {
        throw ProblemCode.FORBIDDEN.because("Calls take the role agent or admin");
      }
      CallPath path = CallPath.parse(base, call.path()).orElseThrow(this::unknown);
      for (Entry entry : entries) {
        Optional<List<String>> parameters =
            entry.method().equals(call.method()) ? entry.match(path.segments()) : Optional.empty();
        if (parameters.isPresent()) {
          return entry
              .route()
              .answer(
                  new IncomingCall(
                      caller, presence, answering, path, parameters.get(), call, mapper))
              .exceptionally(ProblemFeature::responseTo);
        }
      }
      throw unknown();
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(ProblemFeature.responseTo(e));
    }
  }

  private ProblemException unknown() {
    return ProblemCode.NOT_FOUND.because(
        "A socket takes "
            + entries.stream()
                .map(entry -> entry.method() + " " + base + entry.template())
                .collect(Collectors.joining(", "))
            + "; everything else goes over HTTP");
  }
}

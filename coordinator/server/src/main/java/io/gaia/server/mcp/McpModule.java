package io.gaia.server.mcp;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.gaia.server.auth.TokenVerifier;
import io.gaia.server.http.BodyLimit;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemException;
import io.gaia.server.mcp.Routes.Answer;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.DispatcherType;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.glassfish.jersey.servlet.ServletContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /mcp}: coordination as tools for a model (Model Context Protocol, Streamable HTTP).
 * Stateless: whatever a call needs is in its arguments, so any node may answer it.
 */
public final class McpModule {
  private static final Logger LOG = LoggerFactory.getLogger(McpModule.class);
  private static final String PATH = "/mcp";

  private final Routes routes;
  private final ObjectMapper mapper;

  private McpModule(Routes routes, ObjectMapper mapper) {
    this.routes = routes;
    this.mapper = mapper;
  }

  /**
   * Registers the tools; they call the routes that are registered in the same service.
   *
   * @param apiPath where those begin
   */
  public static void install(Environment environment, TokenVerifier tokens, String apiPath) {
    ObjectMapper mapper = environment.getObjectMapper();
    Routes routes =
        new Routes(
            apiPath,
            () ->
                ((ServletContainer) environment.getJerseyServletContainer())
                    .getApplicationHandler(),
            mapper);
    // the protocol's own JSON is lenient about what newer clients add
    McpJsonMapper protocol = new JacksonMcpJsonMapper(new ObjectMapper());
    HttpServletStatelessServerTransport transport =
        HttpServletStatelessServerTransport.builder()
            .jsonMapper(protocol)
            .messageEndpoint(PATH)
            .maxRequestSize(BodyLimit.MAX_BYTES)
            .contextExtractor(
                request ->
                    McpTransportContext.create(
                        Map.of(
                            HttpHeaders.AUTHORIZATION,
                            request.getHeader(HttpHeaders.AUTHORIZATION))))
            .build();
    // answers may hold null, where requests may not
    ObjectMapper answers = mapper.copy().setDefaultSetterInfo(JsonSetter.Value.empty());
    McpModule module = new McpModule(routes, answers);
    McpStatelessSyncServer server =
        McpServer.sync(transport)
            .jsonMapper(protocol)
            .serverInfo("gaia", "1")
            .instructions(text("instructions.md"))
            .capabilities(ServerCapabilities.builder().tools(false).build())
            // in the request's own thread: a claim that waits takes no thread of a small pool
            .immediateExecution(true)
            // the routes check, and say what to do about it
            .validateToolInputs(false)
            .jsonSchemaValidator(unused())
            .tools(module.tools(protocol))
            .build();
    environment
        .servlets()
        .addFilter("mcp-gate", new McpGate(tokens))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, PATH);
    environment.servlets().addServlet("mcp", transport).addMapping(PATH);
    environment.lifecycle().manage(new Closing(server));
  }

  /** The SDK insists on one. Nothing reaches it: tools declare no schema of their answers. */
  private static JsonSchemaValidator unused() {
    return (schema, content) -> ValidationResponse.asValid(null);
  }

  private List<SyncToolSpecification> tools(McpJsonMapper protocol) {
    try {
      List<Tool> described = protocol.readValue(text("tools.json"), new TypeRef<List<Tool>>() {});
      return described.stream()
          .map(
              tool -> {
                Function<ToolCall, Answer> action = Tools.named(tool.name()).orElseThrow();
                return new SyncToolSpecification(
                    tool, (context, request) -> call(tool, action, context, request));
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("mcp/tools.json", e);
    }
  }

  private CallToolResult call(
      Tool tool,
      Function<ToolCall, Answer> action,
      McpTransportContext context,
      CallToolRequest request) {
    Answer answer;
    try {
      ObjectNode arguments =
          mapper.valueToTree(Optional.ofNullable(request.arguments()).orElse(Map.of()));
      unknownArgument(tool, arguments)
          .ifPresent(
              problem -> {
                throw problem.exception();
              });
      answer =
          action.apply(
              new ToolCall(
                  arguments, String.valueOf(context.get(HttpHeaders.AUTHORIZATION)), routes));
    } catch (ProblemException e) {
      answer = routes.refusal(e.problem());
    }
    return answer.isRefusal()
        ? CallToolResult.builder().addTextContent(Advice.on(answer.body())).isError(true).build()
        : CallToolResult.builder()
            .addTextContent(answer.body().toString())
            .structuredContent(mapper.convertValue(answer.body(), Map.class))
            .isError(false)
            .build();
  }

  private static Optional<Problem> unknownArgument(Tool tool, ObjectNode arguments) {
    Map<?, ?> known = (Map<?, ?>) tool.inputSchema().get("properties");
    Iterator<String> names = arguments.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!known.containsKey(name)) {
        return Optional.of(
            Problem.invalidField(
                name,
                name
                    + " is unknown to "
                    + tool.name()
                    + "; known are "
                    + String.join(", ", known.keySet().stream().map(String::valueOf).toList())));
      }
    }
    return Optional.empty();
  }

  private static String text(String name) {
    try (InputStream in = McpModule.class.getResourceAsStream("/mcp/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("mcp/" + name, e);
    }
  }

  private record Closing(McpStatelessSyncServer server) implements Managed {
    @Override
    public void stop() {
      server.close();
      LOG.debug("/mcp is closed");
    }
  }
}

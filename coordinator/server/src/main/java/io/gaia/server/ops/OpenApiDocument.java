package io.gaia.server.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.dropwizard.auth.Auth;
import io.gaia.server.http.Problem;
import io.gaia.server.http.ProblemCode;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.jaxrs2.DefaultParameterExtension;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.jaxrs2.ResolvedParameter;
import io.swagger.v3.jaxrs2.ext.AbstractOpenAPIExtension;
import io.swagger.v3.jaxrs2.ext.OpenAPIExtension;
import io.swagger.v3.jaxrs2.ext.OpenAPIExtensions;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The API's description, generated from the resources when it is first asked for. */
public final class OpenApiDocument extends HttpServlet {

  /** Classes of the code that stand for whatever a client likes to keep there. */
  private static final List<String> ANY_JSON = List.of("JsonNode", "RawValue");

  private final transient Set<Class<?>> resources;
  private final transient ObjectMapper mapper;
  private final String apiPath;
  private transient byte[] document = {};

  /**
   * @param resources the resource classes in service
   * @param mapper that reads and writes their bodies, for the names of fields
   */
  public OpenApiDocument(Set<Class<?>> resources, ObjectMapper mapper, String apiPath) {
    this.resources = resources;
    this.mapper = mapper;
    this.apiPath = apiPath;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.getOutputStream().write(document());
  }

  private synchronized byte[] document() throws IOException {
    if (document.length == 0) {
      ModelConverters.getInstance().addConverter(new ModelResolver(withRequired(mapper)));
      OpenAPIExtensions.setExtensions(
          List.of(new WithoutCaller(), new DefaultParameterExtension()));
      OpenAPI api = new Reader(frame()).read(resources);
      api.getPaths()
          .values()
          .forEach(path -> path.readOperationsMap().forEach(OpenApiDocument::complete));
      // what it generates from the class does not know the codes
      api.getComponents().addSchemas("Problem", problemSchema());
      ANY_JSON.forEach(name -> api.getComponents().addSchemas(name, anyJson()));
      document = Json.pretty(api).getBytes(StandardCharsets.UTF_8);
    }
    return document;
  }

  /** A record's component is always there, unless it is Optional or left out when empty. */
  private static ObjectMapper withRequired(ObjectMapper mapper) {
    AnnotationIntrospector components =
        new NopAnnotationIntrospector() {
          @Override
          public Boolean hasRequiredMarker(AnnotatedMember member) {
            boolean isAlwaysThere =
                member.getDeclaringClass().isRecord()
                    && !Optional.class.isAssignableFrom(member.getRawType())
                    && !member.hasAnnotation(JsonInclude.class);
            return isAlwaysThere ? Boolean.TRUE : null;
          }
        };
    ObjectMapper copy = mapper.copy();
    return copy.setAnnotationIntrospector(
        AnnotationIntrospector.pair(
            components, copy.getSerializationConfig().getAnnotationIntrospector()));
  }

  /** What every operation may answer, and what the framework makes of a method's type. */
  private static void complete(PathItem.HttpMethod method, Operation operation) {
    ApiResponses responses = operation.getResponses();
    ApiResponse plain = responses.remove("default");
    if (plain != null) {
      boolean empty = method == PathItem.HttpMethod.DELETE;
      responses.addApiResponse(
          empty ? "204" : "200",
          empty ? new ApiResponse().description("Done") : plain.description("As asked"));
    }
    if (operation.getRequestBody() != null) {
      Content content = operation.getRequestBody().getContent();
      MediaType any = content.remove("*/*");
      if (any != null) {
        content.addMediaType("application/json", any);
      }
    }
    responses.forEach(
        (status, response) -> {
          if (status.compareTo("4") > 0 && response.getContent() == null) {
            response.setContent(problem("").getContent());
          }
        });
    responses.addApiResponse("4XX", new ApiResponse().$ref("#/components/responses/Problem"));
    responses.addApiResponse("503", new ApiResponse().$ref("#/components/responses/Unavailable"));
  }

  private static Schema<?> anyJson() {
    return new Schema<>().description("Any JSON");
  }

  private static ApiResponse problem(String description) {
    return new ApiResponse()
        .description(description)
        .content(
            new Content()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }

  private static Schema<?> problemSchema() {
    StringSchema codes = new StringSchema();
    Arrays.stream(ProblemCode.values()).map(ProblemCode::wireName).forEach(codes::addEnumItem);
    return new ObjectSchema()
        .description("A refusal as RFC 9457 says it")
        .addProperty("type", new StringSchema())
        .addProperty("title", new StringSchema())
        .addProperty("status", new IntegerSchema())
        .addProperty("detail", new StringSchema())
        .addProperty("code", codes)
        .addProperty("field", new StringSchema().description("The request's field at fault"))
        .required(List.of("type", "title", "status", "detail", "code"));
  }

  private OpenAPI frame() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Gaia")
                .version("1")
                .description(
                    "Coordination of AI coding sessions, and classroom awareness for teachers."
                        + " Errors are problem+json (RFC 9457) with a code."))
        .servers(List.of(new Server().url(apiPath)))
        .components(
            new Components()
                .addResponses("Problem", problem("The request is refused"))
                .addResponses(
                    "Unavailable",
                    problem("Not now; nothing is wrong with the request")
                        .addHeaderObject(
                            "Retry-After",
                            new Header()
                                .description("Seconds to wait before a retry")
                                .schema(new IntegerSchema())))
                .addSecuritySchemes(
                    "token",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")))
        .addSecurityItem(new SecurityRequirement().addList("token"));
  }

  /** The caller comes from the token, so it is no parameter of the API. */
  private static final class WithoutCaller extends AbstractOpenAPIExtension {
    @Override
    public ResolvedParameter extractParameters(
        List<Annotation> annotations,
        Type type,
        Set<Type> typesToSkip,
        Components components,
        Consumes classConsumes,
        Consumes methodConsumes,
        boolean includeRequestBody,
        com.fasterxml.jackson.annotation.JsonView jsonView,
        Iterator<OpenAPIExtension> chain) {
      return annotations.stream().anyMatch(Auth.class::isInstance)
          ? new ResolvedParameter()
          : super.extractParameters(
              annotations,
              type,
              typesToSkip,
              components,
              classConsumes,
              methodConsumes,
              includeRequestBody,
              jsonView,
              chain);
    }

    @Override
    protected boolean shouldIgnoreClass(Class<?> type) {
      return TypeFactory.rawClass(type) == void.class;
    }
  }
}

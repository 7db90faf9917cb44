package io.gaia.server.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.dropwizard.auth.Auth;
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
import io.swagger.v3.oas.models.info.Info;
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
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The API's description, generated from the resources when it is first asked for. */
public final class OpenApiDocument extends HttpServlet {

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
      ModelConverters.getInstance().addConverter(new ModelResolver(mapper));
      OpenAPIExtensions.setExtensions(
          List.of(new WithoutCaller(), new DefaultParameterExtension()));
      OpenAPI api = new Reader(frame()).read(resources);
      document = Json.pretty(api).getBytes(StandardCharsets.UTF_8);
    }
    return document;
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

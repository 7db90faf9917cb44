package io.gaia.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.dropwizard.jersey.validation.JerseyViolationException;
import jakarta.validation.ConstraintViolation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EofException;
import org.glassfish.jersey.server.ParamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every error leaves as problem+json. */
public final class ProblemFeature implements Feature {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemFeature.class);

  @Override
  public boolean configure(FeatureContext context) {
    context.register(new Refused());
    context.register(new BadJson());
    context.register(new BodyRefused());
    context.register(new Invalid());
    context.register(new Framework());
    context.register(new Unexpected());
    return true;
  }

  /** The answer to a request that failed while no thread held it. */
  public static Response responseTo(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ProblemException refused
        ? refused.problem().toResponse()
        : new Unexpected().toResponse(cause);
  }

  /** What is wrong with a body, by its field. */
  public static Problem problemOf(JsonProcessingException e) {
    return BadJson.problemOf(e);
  }

  private static final class Refused implements ExceptionMapper<ProblemException> {
    @Override
    public Response toResponse(ProblemException e) {
      return e.problem().toResponse();
    }
  }

  private static final class BodyRefused implements ExceptionMapper<BodyLimit.RefusedBody> {
    @Override
    public Response toResponse(BodyLimit.RefusedBody e) {
      return e.problem().toResponse();
    }
  }

  private static final class BadJson implements ExceptionMapper<JsonProcessingException> {
    @Override
    public Response toResponse(JsonProcessingException e) {
      return problemOf(e).toResponse();
    }

    static Problem problemOf(JsonProcessingException e) {
      if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
        String field = pathOf(mapping);
        return Problem.invalidField(field, field + " " + reason(mapping));
      }
      return Problem.invalidField("body", "The body " + reason(e));
    }

    /** In words and without the names of our classes. */
    private static String reason(JsonProcessingException e) {
      if (e instanceof UnrecognizedPropertyException unknown) {
        return "is unknown; known are "
            + unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
      }
      if (e instanceof InvalidFormatException format) {
        return "takes " + TypeInWords.of(format.getTargetType()) + ", not " + format.getValue();
      }
      if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
        return "takes " + TypeInWords.of(mismatch.getTargetType());
      }
      if (e instanceof JsonMappingException mapping) {
        return mapping.getCause() instanceof IllegalArgumentException cause
            ? cause.getMessage()
            : "has a value that is not taken here";
      }
      return "is not JSON: " + e.getOriginalMessage();
    }

    private static String pathOf(JsonMappingException e) {
      return e.getPath().stream()
          .map(
              step ->
                  step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
          .collect(Collectors.joining("."))
          .replace(".[", "[");
    }
  }

  private static final class Invalid implements ExceptionMapper<JerseyViolationException> {
    private static final String BODY = "The request body";

    @Override
    public Response toResponse(JerseyViolationException e) {
      ConstraintViolation<?> first =
          e.getConstraintViolations().stream()
              .min(Comparator.comparing(violation -> violation.getPropertyPath().toString()))
              .orElseThrow();
      String field = field(first);
      return field.equals(BODY)
          ? Problem.invalidField("body", field + " " + first.getMessage()).toResponse()
          : Problem.invalidField(field, field + " " + first.getMessage()).toResponse();
    }

    /** The path without the method's and the parameter's own names, in snake_case. */
    private static String field(ConstraintViolation<?> violation) {
      String path = violation.getPropertyPath().toString().replace(".<optional value>", "");
      String[] steps = path.split("\\.", 3);
      String field = steps.length == 3 ? steps[2] : steps[steps.length - 1];
      if (field.equals(BODY)) {
        return field;
      }
      return field
          .replaceFirst("^[a-z]+ param ", "")
          .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
          .toLowerCase(Locale.ROOT);
    }
  }

  /** What Jersey itself throws: no such path, wrong method, wrong media type. */
  private static final class Framework implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException e) {
      Response response = e.getResponse();
      if (response.getStatus() < 400) {
        return response;
      }
      if (e.getCause() instanceof ProblemException refused) {
        return refused.problem().toResponse();
      }
      if (e instanceof ParamException parameter) {
        String name = parameter.getParameterName();
        return Problem.invalidField(name, name + " has a value that is not taken here")
            .toResponse();
      }
      if (response.getStatus() >= 500) {
        LOG.error("Request failed", e);
      }
      String detail = e.getMessage() == null ? "Refused" : e.getMessage();
      ProblemCode code = ProblemCode.ofStatus(response.getStatus());
      return code == ProblemCode.INVALID_FIELD
          ? Problem.invalidField("request", detail).toResponse()
          : Problem.of(code, detail).toResponse();
    }
  }

  private static final class Unexpected implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable e) {
      if (e instanceof IOException && e.getCause() instanceof TimeoutException
          || e instanceof TimeoutException) {
        return Problem.of(ProblemCode.TOO_SLOW, "The body did not arrive in time").toResponse();
      }
      if (e instanceof EofException) {
        // the client has gone while it sent its body; nobody reads this
        return Problem.invalidField("body", "The body ended early").toResponse();
      }
      LOG.error("Request failed", e);
      return Problem.of(ProblemCode.INTERNAL, "The log has the cause").toResponse();
    }
  }
}

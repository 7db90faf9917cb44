package io.gaia.server.classroom;

import io.dropwizard.auth.Auth;
import io.gaia.schemas.event.DetectionRules;
import io.gaia.schemas.topic.Topic;
import io.gaia.server.audit.AuditFilter;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.detection.GlobalRule;
import io.gaia.server.http.Page;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.http.Switch;
import io.gaia.server.http.SwitchedBy;
import io.gaia.server.kafka.EventPublisher;
import io.gaia.server.kafka.Outgoing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What detection is told to do differently, for all or for some. It takes hold with the next event,
 * without a restart.
 */
@Path("/detection-rules")
@Produces(MediaType.APPLICATION_JSON)
@SwitchedBy(Switch.FRUSTRATION_DETECTION)
@RolesAllowed({Role.TEACHERS, Role.ADMINS})
@Tag(name = "detection rules")
public final class RuleResource {

  /** Kafka has it by then; the answer only waits for the view to show it too. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

  private final ClassroomViews views;
  private final ClassroomAccess access;
  private final Readiness readiness;
  private final EventPublisher publisher;
  private final DetectionRules configured;

  /**
   * @param configured what rule {@code global} says when nobody has set it
   */
  RuleResource(
      ClassroomViews views,
      ClassroomAccess access,
      Readiness readiness,
      EventPublisher publisher,
      DetectionRules configured) {
    this.views = views;
    this.access = access;
    this.readiness = readiness;
    this.publisher = publisher;
    this.configured = configured;
  }

  @GET
  @Operation(
      summary = "The rules that are set",
      description = "A teacher sees those of their own classes and all that are wider.")
  public Page<DetectionRules> list(@Auth Caller caller) {
    readiness.check();
    return Page.whole(
        views.rules().stream()
            .filter(rule -> maySee(caller, RuleScope.parse(rule.scope())))
            .toList());
  }

  @GET
  @Path("/{scope}")
  @Operation(summary = "A rule as it was set; what it does not say, wider ones do")
  public DetectionRules get(
      @Auth Caller caller,
      @Parameter(description = "global, school:ID, app:ID or classroom:ID") @PathParam("scope")
          String name) {
    RuleScope scope = RuleScope.parse(name);
    readiness.check();
    if (!maySee(caller, scope)) {
      throw ProblemCode.FORBIDDEN.because("Not a classroom of yours");
    }
    return views
        .rule(scope.toString())
        .orElseThrow(() -> ProblemCode.NOT_FOUND.because("There is no rule for " + scope));
  }

  @PUT
  @Path("/{scope}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set a rule, whole; it acts on the next event",
      description =
          "Admins set any; a teacher sets those of their own classes. What the rule does not say"
              + " is as wider ones have it: classroom before app before school before global.")
  public DetectionRules put(
      @Auth Caller caller,
      @Parameter(description = "global, school:ID, app:ID or classroom:ID") @PathParam("scope")
          String name,
      @NotNull(message = "takes a body such as {\"threshold\":\"high\"}") RuleRequest request,
      @Context ContainerRequestContext context) {
    RuleScope scope = RuleScope.parse(name);
    mayChange(caller, scope);
    DetectionRules rules = request.toRules(scope);
    readiness.check();
    set(rules, caller.subject(), context);
    return rules;
  }

  @DELETE
  @Path("/{scope}")
  @Operation(
      summary = "Take a rule back",
      description = "Rule global is then as FRUSTRATION_DETECTION_THRESHOLD has it.")
  public void delete(
      @Auth Caller caller,
      @Parameter(description = "global, school:ID, app:ID or classroom:ID") @PathParam("scope")
          String name,
      @Context ContainerRequestContext context) {
    RuleScope scope = RuleScope.parse(name);
    mayChange(caller, scope);
    readiness.check();
    if (scope.kind() == RuleScope.Kind.GLOBAL) {
      set(configured, GlobalRule.CONFIGURATION, context);
      return;
    }
    Optional<DetectionRules> before = views.rule(scope.toString());
    if (before.isPresent()) {
      publisher.publish(Outgoing.tombstone(Topic.DETECTION_RULES, scope.toString()));
      views.awaitThat(() -> views.rule(scope.toString()).isEmpty(), SHOWN_WITHIN);
      changed(context, scope, before, Optional.empty());
    }
  }

  private void set(DetectionRules rules, String setBy, ContainerRequestContext context) {
    Optional<DetectionRules> before = views.rule(rules.scope());
    publisher.publish(
        Outgoing.of(Topic.DETECTION_RULES, rules.scope(), rules)
            .withHeader(GlobalRule.SET_BY, setBy));
    views.awaitThat(() -> views.rule(rules.scope()).equals(Optional.of(rules)), SHOWN_WITHIN);
    changed(context, RuleScope.parse(rules.scope()), before, Optional.of(rules));
  }

  private static void changed(
      ContainerRequestContext context,
      RuleScope scope,
      Optional<DetectionRules> before,
      Optional<DetectionRules> after) {
    AuditFilter.changed(
        context,
        scope.kind() == RuleScope.Kind.CLASSROOM ? scope.id() : "",
        Map.of("scope", scope.toString(), "before", before, "after", after));
  }

  private boolean maySee(Caller caller, RuleScope scope) {
    return scope.kind() != RuleScope.Kind.CLASSROOM || access.mayTeach(caller, scope.id());
  }

  private void mayChange(Caller caller, RuleScope scope) {
    if (scope.kind() == RuleScope.Kind.CLASSROOM) {
      access.mustTeach(caller, scope.id());
    } else if (!caller.is(Role.ADMIN)) {
      throw ProblemCode.FORBIDDEN.because("Only admins set rules wider than a classroom");
    }
  }
}

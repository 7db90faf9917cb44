package io.gaia.server.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.lang.annotation.Annotation;

/**
 * Answers are written without the annotations of the method that made them. Nothing here is written
 * differently for one, and Jackson hashes all of them for each answer, down to the last word of the
 * API's description.
 */
public final class BareEntities implements ContainerResponseFilter {
  private static final Annotation[] NONE = {};

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.hasEntity() && response.getEntityAnnotations().length > 0) {
      response.setEntity(response.getEntity(), NONE, response.getMediaType());
    }
  }
}

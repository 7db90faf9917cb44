package io.gaia.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What the readers of other standards have in common: their ids are IRIs, and may be people. */
final class ForeignJson {

  private ForeignJson() {}

  static Optional<String> text(JsonNode object, String field) {
    return Optional.of(object.path(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isBlank());
  }

  /** The id itself, or a hash of one that is too long for an event. */
  static String shortened(String id) {
    return id.length() <= StudentEventReader.MAX_ID_LENGTH - 20 ? id : "sha256:" + digest(id);
  }

  /** Stands for an id that tells who somebody is, such as a mail address. */
  static String pseudonym(String iri) {
    return "x-" + digest(iri).substring(0, 20);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package io.gaia.e2e;

import java.util.UUID;

/** Names that no other test uses, so that tests share a stack without meeting. */
final class Names {

  private Names() {}

  static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}

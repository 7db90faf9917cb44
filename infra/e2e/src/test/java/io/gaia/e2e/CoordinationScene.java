package io.gaia.e2e;

/** Sessions, tasks and locks to look at: one of each, and a dead letter. */
final class CoordinationScene {

  private CoordinationScene() {}

  /** The id of the dead letter. */
  static String make(StackFile stack) {
    Api admin = new Api(stack, "admin");
    String name = Names.unique("builder");
    String session =
        admin
            .post(
                "/sessions",
                "{\"name\":\"%s\",\"tier\":\"worker\",\"provider\":\"claude\"}".formatted(name))
            .body()
            .path("id")
            .asText();
    String dead =
        admin
            .post(
                "/tasks",
                "{\"task_type\":\"%s\",\"payload\":{},\"max_retries\":0,\"target_session_id\":\"%s\"}"
                    .formatted(name, session))
            .body()
            .path("id")
            .asText();
    long fence =
        admin
            .post("/sessions/" + session + "/claims", "{\"max\":1}")
            .body()
            .at("/tasks/0/fence")
            .asLong();
    admin.post(
        "/tasks/" + dead + "/fail",
        "{\"session_id\":\"%s\",\"fence\":%d,\"reason\":\"the build broke\",\"retryable\":false}"
            .formatted(session, fence));
    admin.put("/locks/" + name, "{\"session_id\":\"%s\",\"ttl_seconds\":60}".formatted(session));
    return dead;
  }
}

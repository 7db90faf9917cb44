package io.gaia.server.auth;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Every route of the API, and who may call it. What a row is about belongs to its owner: a teacher
 * or an agent, whoever the row names first. Names in braces are things that are made for the row.
 */
final class AccessTable {

  /** What the same request gets from somebody of the owner's role whose thing it is not. */
  enum Stranger {
    /** 403. */
    FORBIDDEN,
    /** 404, as for what is not there. */
    NOT_FOUND,
    /** 409: the session is the stranger's own, and another's session holds the task or lock. */
    CONFLICT,
    /** 200 without a word about what is not theirs. */
    HIDDEN,
    /** The same as the owner: it is nobody's own. */
    SHARED
  }

  /**
   * @param roles who may; the first is the owner's
   * @param status that the owner gets
   */
  record Row(
      String method,
      String path,
      List<Role> roles,
      Stranger stranger,
      int status,
      Optional<String> body) {

    /** As the API's description has it, but for the names of parameters. */
    String route() {
      return method + " " + path.replaceAll("\\?.*", "").replaceAll("\\{[^}]*}", "{}");
    }

    Role owner() {
      return roles.get(0);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final String ROWS =
      """
      get    /classrooms                                     | teacher admin analyst | hidden    | 200
      get    /classrooms/{class}                             | teacher admin analyst | forbidden | 200
      get    /classrooms/{class}/students                    | teacher admin         | forbidden | 200
      get    /classrooms/{class}/snapshots                   | teacher admin analyst | forbidden | 200
      get    /classrooms/{class}/history                     | teacher admin         | forbidden | 200
      get    /classrooms/{class}/timetable                   | teacher admin         | forbidden | 200
      put    /classrooms/{class}/timetable                   | teacher admin         | forbidden | 200 | {"lesson_ids":["fractions"]}
      delete /classrooms/{class}/timetable                   | teacher admin         | forbidden | 204
      get    /students/{student}/frustration                 | teacher admin         | not_found | 200
      get    /students/{student}/story                       | teacher admin         | not_found | 200
      get    /students/{student}/export                      | admin                 | shared    | 200
      delete /students/{fresh}                               | admin                 | shared    | 202
      get    /alerts                                         | teacher admin         | hidden    | 200
      get    /alerts?classroom_id={class}                    | teacher admin         | forbidden | 200
      get    /alerts?cursor={alertcursor}                    | teacher admin         | hidden    | 200
      post   /alerts/{alert}/acknowledge                     | teacher admin         | not_found | 200 | {}
      post   /alerts/{alert}/snooze                          | teacher admin         | not_found | 200 | {"seconds":60}
      post   /alerts/{alert}/resolve                         | teacher admin         | not_found | 200 | {}
      post   /interventions                                  | teacher admin         | not_found | 201 | {"alert_id":"{alert}","category":"{fresh}"}
      post   /interventions                                  | teacher admin         | not_found | 201 | {"student_id":"{student}","category":"{fresh}"}
      post   /interventions                                  | teacher admin         | not_found | 404 | {"student_id":"{student}","classroom_id":"c-foreign","category":"{fresh}"}
      post   /interventions                                  | teacher admin         | not_found | 201 | {"student_id":"nobody","classroom_id":"{class}","category":"{fresh}"}
      get    /interventions                                  | teacher admin         | hidden    | 200
      get    /interventions?student_id={student}             | teacher admin         | hidden    | 200
      get    /interventions?classroom_id={class}             | teacher admin         | forbidden | 200
      get    /roster/unknown                                 | admin                 | shared    | 200
      get    /detection-rules                                | teacher admin         | hidden    | 200
      get    /detection-rules/{classrule}                    | teacher admin         | forbidden | 200
      get    /detection-rules/{globalrule}                   | teacher admin         | shared    | 200
      put    /detection-rules/{classrule}                    | teacher admin         | forbidden | 200 | {"threshold":"high"}
      put    /detection-rules/{globalrule}                   | admin                 | shared    | 200 | {}
      delete /detection-rules/{classrule}                    | teacher admin         | forbidden | 204
      delete /detection-rules/{globalrule}                   | admin                 | shared    | 204
      post   /roster                                         | admin                 | shared    | 400 | PK
      get    /stream?channel=classroom:{class}               | teacher admin         | forbidden | 200
      get    /stream?channel=classroom:{class}&after=0       | teacher admin         | forbidden | 200
      get    /stream?channel=user:a-own                      | agent admin           | forbidden | 200
      get    /stream?channel=cluster                         | admin                 | shared    | 200
      get    /stream?channel=classroom:unassigned            | admin                 | shared    | 200
      post   /tickets                                        | teacher agent app analyst admin | shared | 201 | {}
      get    /connections                                    | admin                 | shared    | 200
      get    /audit?student_id={student}                     | admin                 | shared    | 200
      post   /events                                         | app admin             | shared    | 202 | []
      post   /sessions                                       | agent admin           | shared    | 201 | {"name":"{fresh}","tier":"worker","provider":"other"}
      post   /sessions                                       | agent admin           | forbidden | 201 | {"name":"{takenname}","tier":"worker","provider":"other","takeover":true}
      get    /sessions                                       | agent admin           | shared    | 200
      get    /sessions/available                             | agent admin           | shared    | 200
      get    /sessions/{session}                             | agent admin           | shared    | 200
      delete /sessions/{session}                             | agent admin           | forbidden | 204
      post   /sessions/{session}/heartbeat                   | agent admin           | forbidden | 200 | {}
      post   /sessions/{session}/pause                       | agent admin           | forbidden | 200
      post   /sessions/{session}/resume                      | agent admin           | forbidden | 200
      post   /sessions/{session}/drain                       | agent admin           | forbidden | 200
      post   /sessions/{session}/fail                        | agent admin           | forbidden | 200 | {}
      post   /sessions/{session}/claims                      | agent admin           | forbidden | 200 | {"max":1}
      put    /sessions/{session}/affinities/{lesson}         | agent admin           | forbidden | 200 | {"score":50}
      get    /sessions/{session}/affinities                  | agent admin           | shared    | 200
      delete /sessions/{session}/affinities/{lesson}         | agent admin           | forbidden | 204
      post   /tasks                                          | agent admin           | shared    | 201 | {"task_type":"t","payload":{}}
      get    /tasks                                          | agent admin           | shared    | 200
      get    /tasks/{task}                                   | agent admin           | shared    | 200
      post   /tasks/{task}/start                             | agent admin           | forbidden | 200 | {"session_id":"{session}","fence":{fence}}
      post   /tasks/{task}/extend                            | agent admin           | forbidden | 200 | {"session_id":"{session}","fence":{fence}}
      post   /tasks/{task}/complete                          | agent admin           | forbidden | 200 | {"session_id":"{session}","fence":{fence}}
      post   /tasks/{task}/complete                          | agent admin           | conflict  | 403 | {"session_id":"{foreignsession}","fence":{fence}}
      post   /tasks/{task}/fail                              | agent admin           | forbidden | 200 | {"session_id":"{session}","fence":{fence},"reason":"x"}
      post   /tasks/{task}/release                           | agent admin           | forbidden | 200 | {"session_id":"{session}","fence":{fence}}
      post   /tasks/complete                                 | agent admin           | forbidden | 200 | {"items":[{"task_id":"{task}","session_id":"{session}","fence":{fence}}]}
      post   /tasks/{task}/cancel                            | admin                 | shared    | 200
      post   /tasks/{task}/retry                             | admin                 | shared    | 409
      post   /tasks/retry                                    | admin                 | shared    | 200 | {}
      post   /tasks/{waiting}/assign                         | admin                 | shared    | 200 | {"session_id":"{session}"}
      get    /queue                                          | agent admin           | shared    | 200
      post   /queue/pause                                    | admin                 | shared    | 200
      post   /queue/resume                                   | admin                 | shared    | 200
      post   /lessons                                        | admin                 | shared    | 201 | {"id":"{fresh}","title":"x"}
      get    /lessons                                        | agent admin           | shared    | 200
      get    /lessons/{lesson}                               | agent admin           | shared    | 200
      patch  /lessons/{lesson}                               | admin                 | shared    | 200 | {"priority":3}
      put    /locks/{fresh}                                  | agent admin           | forbidden | 201 | {"session_id":"{session}","ttl_seconds":30}
      put    /locks/{held}                                   | agent admin           | conflict  | 403 | {"session_id":"{foreignsession}","ttl_seconds":30}
      get    /locks                                          | agent admin           | shared    | 200
      get    /locks/{held}                                   | agent admin           | shared    | 200
      post   /locks/{held}/renew                             | agent admin           | forbidden | 200 | {"session_id":"{session}","fence":{grip}}
      post   /locks/{held}/renew                             | agent admin           | conflict  | 403 | {"session_id":"{foreignsession}","fence":{grip}}
      delete /locks/{held}?session_id={session}&fence={grip} | agent admin           | forbidden | 204
      get    /cluster                                        | agent admin           | shared    | 200
      post   /cluster/snapshot                               | admin                 | shared    | 200
      get    /cluster/backup                                 | admin                 | shared    | 200
      post   /cluster/peers                                  | admin                 | shared    | 400 | {"address":"none"}
      delete /cluster/peers/{session}                        | admin                 | shared    | 404
      post   /cluster/transfer                               | admin                 | shared    | 400 | {"node_id":"none"}
      post   /hooks/claude-code                              | agent admin           | forbidden | 200 | {"hook_event_name":"PostToolUse","session_id":"{claudesession}"}
      """;

  private AccessTable() {}

  static List<Row> rows() {
    return ROWS.lines().map(AccessTable::row).toList();
  }

  private static Row row(String line) {
    String[] cells = line.split("\\|", 5);
    String[] route = cells[0].strip().split(" +");
    return new Row(
        route[0],
        route[1],
        Arrays.stream(cells[1].strip().split(" "))
            .map(name -> Role.byWireName(name).orElseThrow())
            .toList(),
        Stranger.valueOf(cells[2].strip().toUpperCase(Locale.ROOT)),
        Integer.parseInt(cells[3].strip()),
        cells.length > 4 ? Optional.of(cells[4].strip()) : Optional.empty());
  }

  static Set<String> routes() {
    Set<String> routes = new LinkedHashSet<>();
    rows().forEach(row -> routes.add(row.route()));
    return routes;
  }
}

package io.gaia.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A teacher's app that stays: when its socket ends it opens another and asks for what came after
 * its last cursor.
 */
final class ResumingTeacher implements AutoCloseable {

  private final StackFile stack;
  private final String classroom;
  private final List<TeacherSocket> sockets = new ArrayList<>();
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

  ResumingTeacher(StackFile stack, String classroom) {
    this.stack = stack;
    this.classroom = classroom;
    sockets.add(TeacherSocket.open(stack).subscribe(classroom));
    var unused = watch.scheduleWithFixedDelay(this::stay, 200, 200, TimeUnit.MILLISECONDS);
  }

  private synchronized void stay() {
    if (!sockets.get(sockets.size() - 1).isClosed()) {
      return;
    }
    String cursor =
        frames().stream()
            .filter(frame -> frame.json().hasNonNull("cursor"))
            .reduce((first, second) -> second)
            .map(frame -> frame.json().path("cursor").asText())
            .orElse("0");
    try {
      sockets.add(TeacherSocket.open(stack).subscribe(classroom, cursor));
    } catch (RuntimeException stillDown) {
      // the next round tries again; the test waits for what must arrive
      System.out.println("teacher's socket is not back yet: " + stillDown.getMessage());
    }
  }

  /** All frames over all sockets, in order. */
  synchronized List<TeacherSocket.Frame> frames() {
    return sockets.stream().flatMap(socket -> socket.frames().stream()).toList();
  }

  List<TeacherSocket.Frame> events() {
    return frames().stream().filter(frame -> frame.type().equals("event")).toList();
  }

  List<String> detectedStudents() {
    return events().stream()
        .filter(frame -> frame.event().path("type").asText().equals("frustration.detected"))
        .map(frame -> frame.event().path("student_id").asText())
        .toList();
  }

  synchronized int connections() {
    return sockets.size();
  }

  @Override
  public synchronized void close() {
    watch.shutdownNow();
    sockets.forEach(TeacherSocket::close);
  }
}

package io.gaia.core.command;

import io.gaia.core.model.Affinity;
import java.util.Optional;
import java.util.OptionalInt;

/** What can be asked about lessons, and about sessions' closeness to them. */
public sealed interface LessonCommand extends Command {
  @Override
  default <R> R match(Command.Cases<R> cases) {
    return match((Cases<R>) cases);
  }

  @Override
  default <R> R family(Command.Families<R> families) {
    return families.lesson(this);
  }

  <R> R match(Cases<R> cases);

  /** Makes a lesson; a task or a session that names an unknown one makes it too. */
  record CreateLesson(String id, String title, int priority, String metadata)
      implements LessonCommand {
    @Override
    public String subject() {
      return id;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.createLesson(this);
    }
  }

  /** Changes what is present. */
  record UpdateLesson(
      String id,
      Optional<String> title,
      OptionalInt priority,
      Optional<Boolean> paused,
      Optional<String> metadata)
      implements LessonCommand {
    @Override
    public String subject() {
      return id;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.updateLesson(this);
    }
  }

  /** Makes or replaces an affinity. */
  record SetAffinity(Affinity affinity) implements LessonCommand {
    @Override
    public String subject() {
      return affinity.sessionId() + " " + affinity.lessonId();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.setAffinity(this);
    }
  }

  /** Removes it; nothing happens when there is none. */
  record RemoveAffinity(String sessionId, String lessonId) implements LessonCommand {
    @Override
    public String subject() {
      return sessionId + " " + lessonId;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.removeAffinity(this);
    }
  }

  /** One case for each. */
  interface Cases<R> {
    R createLesson(CreateLesson command);

    R updateLesson(UpdateLesson command);

    R setAffinity(SetAffinity command);

    R removeAffinity(RemoveAffinity command);
  }
}

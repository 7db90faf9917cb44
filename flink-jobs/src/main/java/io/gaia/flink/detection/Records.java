package io.gaia.flink.detection;

import io.gaia.flink.common.Outgoing;
import io.gaia.flink.detection.model.AlertWord;
import io.gaia.flink.detection.model.AlertWord.Because;
import io.gaia.flink.detection.model.EpisodeChange;
import io.gaia.flink.detection.model.Judgement;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.Level;
import io.gaia.schemas.event.AlertEventType;
import io.gaia.schemas.event.AlertKind;
import io.gaia.schemas.event.AlertState;
import io.gaia.schemas.event.EpisodeType;
import io.gaia.schemas.event.FrustrationEpisode;
import io.gaia.schemas.event.FrustrationLevel;
import io.gaia.schemas.event.Reason;
import io.gaia.schemas.event.StudentFrustration;
import io.gaia.schemas.event.TeacherAlert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The model's decisions as records of the topics, under derived ids. */
public final class Records {

  private Records() {}

  public static Outgoing frustration(
      String studentId, String appName, LearnerState learner, Judgement judgement) {
    return Outgoing.of(
        studentId,
        new StudentFrustration(
            studentId,
            appName,
            learner.classroomId,
            present(learner.lessonId),
            present(learner.itemId),
            level(learner.level),
            rounded(learner.score),
            reasons(judgement.reasons().stream().map(Because::of).toList()),
            Instant.ofEpochMilli(learner.levelSince),
            Instant.ofEpochMilli(learner.now)));
  }

  public static Outgoing episode(String studentId, String appName, EpisodeChange change) {
    boolean resolved = change.kind() == EpisodeChange.Kind.RESOLVED;
    return Outgoing.of(
        studentId,
        new FrustrationEpisode(
            episodeId(studentId, appName, change.openedAt()),
            studentId,
            appName,
            change.classroomId(),
            change.quiet() ? EpisodeType.QUIET : EpisodeType.STRUGGLE,
            level(change.peakLevel()),
            rounded(change.peakScore()),
            present(change.lessonId()),
            present(change.itemId()),
            reasons(change.reasons().stream().map(Because::of).toList()),
            Instant.ofEpochMilli(change.openedAt()),
            resolved ? Optional.of(Instant.ofEpochMilli(change.at())) : Optional.empty(),
            change.revision()));
  }

  public static Outgoing alert(AlertWord word) {
    boolean classWide = word.isClassWide();
    String who = classWide ? word.classroomId() : word.studentId();
    String what = classWide ? "class-alert|" + word.itemId() : "alert";
    return Outgoing.of(
        word.classroomId(),
        new TeacherAlert(
            switch (word.kind()) {
              case DETECTED -> AlertEventType.DETECTED;
              case ESCALATED -> AlertEventType.ESCALATED;
              case RESOLVED -> AlertEventType.RESOLVED;
            },
            id(what, who, word.appName(), word.number()),
            classWide
                ? id("class-episode|" + word.itemId(), who, word.appName(), word.openedAt())
                : episodeId(who, word.appName(), word.openedAt()),
            classWide ? AlertKind.CLASS : AlertKind.STUDENT,
            word.classroomId(),
            present(word.studentId()),
            word.appName(),
            present(word.lessonId()),
            present(word.itemId()),
            level(word.level()),
            rounded(word.score()),
            reasons(word.reasons()),
            Instant.ofEpochMilli(word.since()),
            Instant.ofEpochMilli(word.at()),
            word.kind() == AlertWord.Kind.RESOLVED ? AlertState.RESOLVED : AlertState.OPEN,
            word.ordinal() * TeacherAlert.DETECTION_REVISION_STEP,
            word.quiet(),
            word.students(),
            Optional.empty()));
  }

  /** The same in the live alert and in the history, when both open it at the same event. */
  private static String episodeId(String studentId, String appName, long openedAt) {
    return id("episode", studentId, appName, openedAt);
  }

  private static String id(String what, String who, String appName, long number) {
    String name = String.join("|", what, who, appName, String.valueOf(number));
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static List<Reason> reasons(List<Because> reasons) {
    return reasons.stream()
        .map(
            because ->
                new Reason(
                    because.signal(),
                    because.text(),
                    rounded(because.value()),
                    rounded(because.share())))
        .toList();
  }

  private static FrustrationLevel level(Level level) {
    return switch (level) {
      case NONE -> FrustrationLevel.NONE;
      case LOW -> FrustrationLevel.LOW;
      case MEDIUM -> FrustrationLevel.MEDIUM;
      case HIGH -> FrustrationLevel.HIGH;
      case CRITICAL -> FrustrationLevel.CRITICAL;
    };
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}

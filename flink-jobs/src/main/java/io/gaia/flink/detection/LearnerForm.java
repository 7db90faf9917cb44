package io.gaia.flink.detection;

import io.gaia.flink.common.Packed;
import io.gaia.flink.common.StateForm;
import io.gaia.flink.detection.model.LearnerState;
import io.gaia.flink.detection.model.LearnerState.BaselineState;
import io.gaia.flink.detection.model.LearnerState.ClickState;
import io.gaia.flink.detection.model.LearnerState.EpisodeState;
import io.gaia.flink.detection.model.LearnerState.ItemState;
import io.gaia.flink.detection.model.LearnerState.LessonState;
import io.gaia.flink.detection.model.Level;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A student in an app, as the model remembers them. */
public final class LearnerForm extends StateForm<LearnerState> {
  private static final long serialVersionUID = 1;

  static final LearnerForm INSTANCE = new LearnerForm();
  static final Level[] LEVELS = Level.values();

  private LearnerForm() {}

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public LearnerState createInstance() {
    return new LearnerState();
  }

  @Override
  protected void write(LearnerState value, DataOutputView target) throws IOException {
    Packed.write(value.now, target);
    Packed.write(value.firstAt, target);
    Packed.write(value.lastEventAt, target);
    Packed.write(value.classroomId, target);
    Packed.writeSparse(value.panes, target);
    Packed.write(value.newestPane, target);
    Packed.write(value.items, LearnerForm::writeItem, target);
    Packed.write(value.lessons, LearnerForm::writeLesson, target);
    Packed.write(value.itemId, target);
    Packed.write(value.lessonId, target);
    Packed.write(value.focus, target);
    Packed.write(value.lastFineAt, target);
    Packed.write(value.lastAttemptAt, target);
    Packed.write(value.lastAttemptItem, target);
    target.writeDouble(value.lastScroll);
    target.writeBoolean(value.finished);
    Packed.write(value.clicks, LearnerForm::writeClick, target);
    Packed.write(value.lastClickAt, target);
    target.writeBoolean(value.lastClickCounted);
    target.writeDouble(value.rating);
    Packed.write(value.ratingAt, target);
    writeBaseline(value.usualErrors, target);
    writeBaseline(value.usualCorrections, target);
    target.writeDouble(value.score);
    Packed.write(value.level, target);
    Packed.write(value.levelSince, target);
    Packed.write(value.belowSince, target);
    Packed.write(value.troubleSince, target);
    writeEpisode(value.episode, target);
  }

  @Override
  protected LearnerState read(int version, DataInputView source) throws IOException {
    LearnerState value = new LearnerState();
    value.now = Packed.read(source);
    value.firstAt = Packed.read(source);
    value.lastEventAt = Packed.read(source);
    value.classroomId = Packed.readText(source);
    value.panes = Packed.readSparse(source);
    value.newestPane = Packed.read(source);
    value.items = Packed.readList(LearnerForm::readItem, source);
    value.lessons = Packed.readList(LearnerForm::readLesson, source);
    value.itemId = Packed.readText(source);
    value.lessonId = Packed.readText(source);
    value.focus = Packed.readInt(source);
    value.lastFineAt = Packed.read(source);
    value.lastAttemptAt = Packed.read(source);
    value.lastAttemptItem = Packed.readText(source);
    value.lastScroll = source.readDouble();
    value.finished = source.readBoolean();
    value.clicks = Packed.readList(LearnerForm::readClick, source);
    value.lastClickAt = Packed.read(source);
    value.lastClickCounted = source.readBoolean();
    value.rating = source.readDouble();
    value.ratingAt = Packed.read(source);
    value.usualErrors = readBaseline(source);
    value.usualCorrections = readBaseline(source);
    value.score = source.readDouble();
    value.level = LEVELS[source.readByte()];
    value.levelSince = Packed.read(source);
    value.belowSince = Packed.read(source);
    value.troubleSince = Packed.read(source);
    value.episode = readEpisode(source);
    return value;
  }

  private static void writeItem(ItemState item, DataOutputView target) throws IOException {
    Packed.write(item.itemId, target);
    Packed.write(item.firstAt, target);
    Packed.write(item.lastAt, target);
    Packed.write(item.activeMillis, target);
    Packed.write(item.attempts, target);
    Packed.write(item.failures, target);
    Packed.write(item.failuresInRow, target);
    Packed.write(item.failingSince, target);
    target.writeDouble(item.bestScore);
    target.writeDouble(item.lastScore);
    target.writeBoolean(item.tried);
    target.writeBoolean(item.solved);
    Packed.write(item.hints, Packed::write, target);
    ObservationForm.write(item.peers, target);
  }

  private static ItemState readItem(DataInputView source) throws IOException {
    ItemState item = new ItemState();
    item.itemId = Packed.readText(source);
    item.firstAt = Packed.read(source);
    item.lastAt = Packed.read(source);
    item.activeMillis = Packed.read(source);
    item.attempts = Packed.readInt(source);
    item.failures = Packed.readInt(source);
    item.failuresInRow = Packed.readInt(source);
    item.failingSince = Packed.read(source);
    item.bestScore = source.readDouble();
    item.lastScore = source.readDouble();
    item.tried = source.readBoolean();
    item.solved = source.readBoolean();
    item.hints = Packed.readList(Packed::read, source);
    item.peers = ObservationForm.peers(source);
    return item;
  }

  private static void writeLesson(LessonState lesson, DataOutputView target) throws IOException {
    Packed.write(lesson.lessonId, target);
    Packed.write(lesson.lastAt, target);
    Packed.write(lesson.opportunities, target);
    Packed.write(lesson.failures, target);
    Packed.write(lesson.correctInRow, target);
  }

  private static LessonState readLesson(DataInputView source) throws IOException {
    LessonState lesson = new LessonState();
    lesson.lessonId = Packed.readText(source);
    lesson.lastAt = Packed.read(source);
    lesson.opportunities = Packed.readInt(source);
    lesson.failures = Packed.readInt(source);
    lesson.correctInRow = Packed.readInt(source);
    return lesson;
  }

  private static void writeClick(ClickState click, DataOutputView target) throws IOException {
    Packed.write(click.at, target);
    target.writeDouble(click.x);
    target.writeDouble(click.y);
    Packed.write(click.target, target);
  }

  private static ClickState readClick(DataInputView source) throws IOException {
    ClickState click = new ClickState();
    click.at = Packed.read(source);
    click.x = source.readDouble();
    click.y = source.readDouble();
    click.target = Packed.readText(source);
    return click;
  }

  private static void writeBaseline(BaselineState usual, DataOutputView target) throws IOException {
    Packed.write(usual.count, target);
    target.writeDouble(usual.mean);
    target.writeDouble(usual.squares);
  }

  private static BaselineState readBaseline(DataInputView source) throws IOException {
    BaselineState usual = new BaselineState();
    usual.count = Packed.readInt(source);
    usual.mean = source.readDouble();
    usual.squares = source.readDouble();
    return usual;
  }

  private static void writeEpisode(EpisodeState episode, DataOutputView target) throws IOException {
    Packed.write(episode.number, target);
    target.writeBoolean(episode.open);
    target.writeBoolean(episode.quiet);
    Packed.write(episode.openedAt, target);
    Packed.write(episode.since, target);
    Packed.write(episode.classroomId, target);
    Packed.write(episode.itemId, target);
    Packed.write(episode.lessonId, target);
    Packed.write(episode.peakLevel, target);
    target.writeDouble(episode.peakScore);
    Packed.write(episode.revision, target);
    Packed.write(episode.underSince, target);
    Packed.write(episode.struggleEndedAt, target);
    Packed.write(episode.quietEndedAt, target);
    Packed.write(episode.helpedAt, target);
  }

  private static EpisodeState readEpisode(DataInputView source) throws IOException {
    EpisodeState episode = new EpisodeState();
    episode.number = Packed.read(source);
    episode.open = source.readBoolean();
    episode.quiet = source.readBoolean();
    episode.openedAt = Packed.read(source);
    episode.since = Packed.read(source);
    episode.classroomId = Packed.readText(source);
    episode.itemId = Packed.readText(source);
    episode.lessonId = Packed.readText(source);
    episode.peakLevel = LEVELS[source.readByte()];
    episode.peakScore = source.readDouble();
    episode.revision = Packed.readInt(source);
    episode.underSince = Packed.read(source);
    episode.struggleEndedAt = Packed.read(source);
    episode.quietEndedAt = Packed.read(source);
    episode.helpedAt = Packed.read(source);
    return episode;
  }

  @Override
  public TypeSerializerSnapshot<LearnerState> snapshotConfiguration() {
    return new Kept();
  }

  /** In savepoints. */
  public static final class Kept extends StateForm.Snapshot<LearnerState> {
    public Kept() {
      super(INSTANCE);
    }
  }
}

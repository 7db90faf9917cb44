package io.gaia.server.classroom;

import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.ProblemCode;
import io.gaia.server.live.Channel;
import io.gaia.server.live.ChannelAccess;
import java.util.List;

/**
 * Who sees what of classes: admins everything, teachers their own classes, analysts aggregates of
 * groups that are large enough. What a teacher may not see answers the same as what is not there,
 * so ids cannot be probed: forbidden for a class, not found for an alert or a student.
 */
public final class ClassroomAccess implements ChannelAccess {

  /** Smaller groups are withheld from analysts. */
  static final int SMALLEST_GROUP = 5;

  private final ClassroomViews views;
  // without a roster to be read, tokens alone say who teaches what
  private volatile boolean isKnown = true;

  public ClassroomAccess(ClassroomViews views) {
    this.views = views;
  }

  boolean mayTeach(Caller caller, String classroomId) {
    return caller.is(Role.ADMIN)
        || (!classroomId.equals(ClassroomRegistry.UNASSIGNED)
            && caller.mayTeach(classroomId, isKnown ? views.teachersOf(classroomId) : List.of()));
  }

  void mustTeach(Caller caller, String classroomId) {
    if (!mayTeach(caller, classroomId)) {
      throw ProblemCode.FORBIDDEN.because("Not a classroom of yours");
    }
  }

  boolean seesAggregatesOnly(Caller caller) {
    return caller.is(Role.ANALYST) && !caller.is(Role.ADMIN) && !caller.is(Role.TEACHER);
  }

  @Override
  public boolean isKnown() {
    return isKnown;
  }

  /**
   * @param isWhole whether the classes' teachers are all read; until then an old record may be the
   *     last one that was read, and tokens alone count
   */
  void rosterIs(boolean isWhole) {
    isKnown = isWhole;
  }

  @Override
  public boolean mayListen(Caller caller, Channel channel) {
    return caller.is(Role.ADMIN)
        || switch (channel.kind()) {
          case CLASSROOM -> mayTeach(caller, channel.id());
          case USER -> channel.id().equals(caller.subject());
          case CLUSTER -> false;
        };
  }
}

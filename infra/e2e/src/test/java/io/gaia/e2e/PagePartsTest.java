package io.gaia.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The parts of the page that only think: order, outbox, words. Run where they run, in the browser.
 */
@ExtendWith(SharedStack.class)
class PagePartsTest {

  private static final Path SOURCES = Path.of("../../coordinator/server/src/main/page");

  private static TeacherBrowser browser;
  private static Page page;

  @BeforeAll
  static void open(StackFile stack) {
    browser = new TeacherBrowser();
    page = browser.open(stack.coordinatorUrl() + "/?demo", 800, 600);
    // the coordinator sends them in one piece
    page.route(
        Pattern.compile(".*/(model|words)/[a-z-]+\\.js"),
        route -> {
          String module = URI.create(route.request().url()).getPath().substring(1);
          route.fulfill(
              new Route.FulfillOptions()
                  .setContentType("text/javascript")
                  .setPath(SOURCES.resolve(module)));
        });
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @Test
  void nobodyMovesWhileTheListIsHeldAndWhoIsNewStandsAtTheEnd() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { place } = await import("/model/placing.js");
                  const before = { needsHelp: ["a", "b"], quiet: [], calm: ["c", "d"] };
                  const wanted = { needsHelp: ["c", "b", "n"], quiet: ["a"], calm: [] };
                  return [place(before, wanted, true), place(before, wanted, false)];
                }
                """))
        .isEqualTo(
            List.of(
                Map.of(
                    "needsHelp", List.of("a", "b", "n"), "quiet", List.of(), "calm", List.of("c")),
                Map.of(
                    "needsHelp",
                    List.of("c", "b", "n"),
                    "quiet",
                    List.of("a"),
                    "calm",
                    List.of())));
  }

  @Test
  void whatFitsOnTheScreenIsTakenFromTheFrontOfAllSections() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { firstOf } = await import("/model/placing.js");
                  return firstOf({ needsHelp: ["a", "b"], quiet: ["c", "d"], calm: ["e"] }, 3);
                }
                """))
        .isEqualTo(
            Map.of("needsHelp", List.of("a", "b"), "quiet", List.of("c"), "calm", List.of()));
  }

  @Test
  void actsGoOutOneAtATimeInOrderAndASecondWishTakesTheFirstOnesPlace() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { withAct, nextDue, sending, undone, obsoleteBecause } = await import("/model/outbox.js");
                  const act = (id, kind, alertId, sendAfter) => ({ id, kind, alertId, sendAfter, seenLevel: "medium" });
                  let box = withAct(withAct([], act("1", "acknowledge", "x", 5)), act("2", "help", "x", 6));
                  box = withAct(box, act("3", "resolve", "x", 7));
                  const alert = { level: "high", state: "open" };
                  return [
                    box.map((it) => it.id).join(),
                    nextDue(box, 5)?.id ?? "none",
                    nextDue(box, 9)?.id,
                    nextDue(sending(box, "2", true), 9)?.id ?? "none",
                    undone(sending(box, "2", true), "2").length + "",
                    undone(box, "2").length + "",
                    obsoleteBecause(act("4", "acknowledge", "x", 1), alert),
                    obsoleteBecause(act("4", "help", "x", 1), alert) ?? "none",
                    obsoleteBecause(act("4", "snooze", "x", 1), { level: "low", state: "resolved" }),
                  ];
                }
                """))
        .isEqualTo(List.of("2,3", "none", "2", "none", "2", "1", "worse", "none", "over"));
  }

  @Test
  void theInboxGroupsThreeOnOneItemAndTheMostUrgentComesFirst() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { inbox } = await import("/model/overview.js");
                  const alert = (id, level, item, since) => [id, { id, level, kind: "student", app_name: "quiz",
                    item_id: item, since: `2026-03-02T09:00:${since}Z`, state: "open", type: "frustration.detected", reasons: [] }];
                  const alerts = new Map([alert("a", "medium", "i", 10), alert("b", "high", "i", 20), alert("c", "medium", "i", 30),
                    alert("d", "critical", "j", 40), alert("e", "high", "k", 10)]);
                  return inbox({ alerts, outbox: [] }, "open").map((group) => group.alerts.map((it) => it.id).join(""));
                }
                """))
        .isEqualTo(List.of("d", "e", "bac"));
  }

  @Test
  void theHighestRevisionIsShownOnceInAnyOrder() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { initialState, withAlert } = await import("/model/state.js");
                  const at = "2026-03-02T09:00:00Z";
                  const revisions = [2000, 1000, 2000, 2001, 1000].map((revision) => ({ id: "a", revision, at, state: "open" }));
                  const state = revisions.reduce((s, alert) => withAlert(s, alert), initialState({}));
                  return [state.alerts.get("a").revision, state.feed.length];
                }
                """))
        .isEqualTo(List.of(2001, 2));
  }

  @Test
  void callsStopInQuietHoursAndOverTheCapWhoseLastThirdIsForTheMostUrgent() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { isQuietTime, newsIn, mayCall, withCall } = await import("/model/calling.js");
                  const clock = (hours, minutes) => new Date(2026, 2, 2, hours, minutes).getTime();
                  const night = { from: "22:00", until: "06:00" };
                  const settings = { callsPerHour: 3, quietFrom: "", quietUntil: "" };
                  const alert = (id, level) => ({ id, level, revision: 1000, kind: "student" });
                  let calls = [];
                  const wishes = [["a", "medium"], ["b", "high"], ["c", "high"], ["d", "critical"], ["e", "critical"], ["d", "critical"]];
                  const called = wishes.map(([id, level], i) => {
                    const may = mayCall([alert(id, level)], calls, settings, 1000 * (i + 1));
                    if (may.length) calls = withCall(calls, may, 1000 * (i + 1));
                    return may.length;
                  });
                  const isNews = (alert, known) =>
                    newsIn(new Map([["a", { state: "open", ...alert }]]), new Map(known ? [["a", known]] : [])).length === 1;
                  const quiet = { ...settings, quietFrom: "12:00", quietUntil: "13:00" };
                  return [
                    [clock(21, 59), clock(22, 0), clock(5, 59), clock(6, 0)].map((now) => isQuietTime(night, now)).join(),
                    mayCall([alert("f", "critical")], [], quiet, clock(12, 30)).length + "",
                    called.join(),
                    mayCall([alert("g", "medium")], calls, settings, 3_700_000).length + "",
                    [isNews(alert("a", "high"), undefined), isNews(alert("a", "high"), alert("a", "high")),
                      isNews(alert("a", "critical"), alert("a", "high")), isNews(alert("a", "low"), { level: "low", quiet: true }),
                      isNews({ level: "high", quiet: true }), isNews({ level: "high", state: "resolved" })].join(),
                  ];
                }
                """))
        .isEqualTo(
            List.of(
                "false,true,true,false",
                "0",
                "1,1,0,1,0,0",
                "1",
                "true,false,true,true,false,false"));
  }

  @Test
  void waitingGrowsUpToACeilingAndIsSpread() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { backoff } = await import("/model/backoff.js");
                  return [backoff(0, 0), backoff(0, 1), backoff(3, 1), backoff(50, 0), backoff(50, 1)].join();
                }
                """))
        .isEqualTo("250,500,4000,7500,15000");
  }

  @Test
  void arabicHasSixPluralFormsAndSaysReasonsItself() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { useLanguage, say } = await import("/words/say.js");
                  const { reasonText } = await import("/words/wording.js");
                  useLanguage("ar", await (await fetch("/messages/ar.json")).json());
                  const forms = [0, 1, 2, 3, 11, 100].map((n) => say("history.alerts", { n }));
                  return [new Set(forms.map((it) => it.replace(/[0-9]/g, ""))).size + "",
                    reasonText({ signal: "failure_streak", value: 5, text: "5 wrong answers" })];
                }
                """))
        .isEqualTo(List.of("6", "5 إجابات خاطئة متتالية"));
  }

  @Test
  void theEffectOfHelpIsReadFromTheScores() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { effectOf, evidence, bestHelp } = await import("/model/helped.js");
                  const at = (minute) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();
                  const points = [0.8, 0.7, 0.3].map((score, i) => ({ at: at(i * 2), score }));
                  const calm = { id: "a", type: "frustration.resolved", revision: 2000, at: at(8) };
                  const counts = evidence([{ alert_id: "a", category: "hint", at: at(3) }], new Map([["a", calm]]), Date.parse(at(59)));
                  return [effectOf(points, Date.parse(at(3))).word, effectOf(points, Date.parse(at(5))).word, bestHelp(counts).category];
                }
                """))
        .isEqualTo(List.of("calmer", "open", "hint"));
  }
}

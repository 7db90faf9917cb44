// <gaia-story-chart>: a student's scores beside the class's, with alerts and help marked on the line.

import { clockShort } from "../words/times.js";
import { colour, onColoursChange, plotLibrary, seconds } from "./plot.js";

const HEIGHT = 240;
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240].map((n) => n * 60);

class StoryChart extends HTMLElement {
  #plot = null;
  #story = null;
  #forget = () => {};
  #resize = new ResizeObserver(() => this.#draw());

  /** @param story {student, points, minutes, alerts, interventions} */
  set story(story) {
    this.#story = story;
    this.#draw();
  }

  connectedCallback() {
    this.#resize.observe(this);
    this.#forget = onColoursChange(() => this.#plot?.redraw());
  }

  disconnectedCallback() {
    this.#resize.disconnect();
    this.#forget();
    this.#plot?.destroy();
    this.#plot = null;
  }

  async #draw() {
    const uPlot = await plotLibrary();
    const width = this.clientWidth;
    if (!this.isConnected || width === 0 || !this.#story) return;
    const data = joined(this.#story);
    if (this.#plot) {
      if (this.#plot.width !== width) this.#plot.setSize({ width, height: HEIGHT });
      this.#plot.setData(data);
    } else {
      this.#plot = new uPlot(this.#options(width), data, this);
    }
  }

  #options(width) {
    const axis = { stroke: colour(this, "--ink-soft"), grid: { stroke: colour(this, "--line"), width: 1 }, ticks: { show: false } };
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: [0, 100] } },
      axes: [
        { ...axis, space: 90, size: 28, incrs: MINUTES, values: (_, ticks) => ticks.map((tick) => clockShort(tick * 1000)) },
        { ...axis, size: 36, splits: () => [0, 25, 45, 65, 85, 100] },
      ],
      series: [
        {},
        { stroke: colour(this, "--trend-line"), fill: colour(this, "--trend-area"), width: 3, spanGaps: true, points: { show: false } },
        { stroke: colour(this, "--ink-soft"), width: 1.5, dash: [6, 5], spanGaps: true, points: { show: false } },
      ],
      hooks: { draw: [(plot) => this.#mark(plot)] },
    };
  }

  /** Triangles at the top for alerts, diamonds at the bottom for help. */
  #mark(plot) {
    const { alerts, interventions } = this.#story;
    const { ctx, bbox } = plot;
    const size = 7 * devicePixelRatio;
    const at = (instant) => plot.valToPos(seconds(instant), "x", true);
    const isInside = (x) => x >= bbox.left && x <= bbox.left + bbox.width;
    ctx.save();
    ctx.fillStyle = colour(this, "--critical")();
    for (const x of alerts.map((alert) => at(alert.since)).filter(isInside)) {
      const top = bbox.top + size;
      fill(ctx, [[x, top - size], [x + size, top + size], [x - size, top + size]]);
    }
    ctx.fillStyle = colour(this, "--none")();
    for (const x of interventions.map((help) => at(help.at)).filter(isInside)) {
      const middle = bbox.top + bbox.height - size * 1.5;
      fill(ctx, [[x, middle - size], [x + size, middle], [x, middle + size], [x - size, middle]]);
    }
    ctx.restore();
  }
}

function fill(ctx, corners) {
  ctx.beginPath();
  corners.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.closePath();
  ctx.fill();
}

/** Both lines over one row of times, as the chart takes them. */
function joined({ points, minutes }) {
  const own = new Map(points.map((point) => [seconds(point.at), point.score * 100]));
  const start = seconds(points[0].at);
  const ofClass = new Map(minutes.map((it) => [seconds(it.at), it.average * 100]).filter(([at]) => at >= start));
  const times = [...new Set([...own.keys(), ...ofClass.keys()])].sort((a, b) => a - b);
  return [times, times.map((time) => own.get(time) ?? null), times.map((time) => ofClass.get(time) ?? null)];
}

customElements.define("gaia-story-chart", StoryChart);

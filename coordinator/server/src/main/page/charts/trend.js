// <gaia-trend>: a small line of the last scores. The words beside it say the same, so it is hidden from screen readers.

import { colour, onColoursChange, plotLibrary, seconds } from "./plot.js";

const HEIGHT = 36;

class Trend extends HTMLElement {
  #plot = null;
  #points = [];
  #width = 0;
  #forget = () => {};
  // tells the width without a layout for each of a class's charts
  #resize = new ResizeObserver(([{ contentRect }]) => {
    this.#width = contentRect.width;
    this.#draw();
  });

  /** @param points [{at, score}], oldest first */
  set points(points) {
    this.#points = points ?? [];
    this.#draw();
  }

  connectedCallback() {
    this.setAttribute("aria-hidden", "true");
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
    const width = this.#width;
    if (!this.isConnected || width === 0 || this.#points.length < 2) return;
    const data = [this.#points.map((point) => seconds(point.at)), this.#points.map((point) => point.score)];
    if (this.#plot) {
      if (this.#plot.width !== width) this.#plot.setSize({ width, height: HEIGHT });
      this.#plot.setData(data);
    } else {
      this.#plot = new uPlot(this.#options(width), data, this);
    }
  }

  #options(width) {
    return {
      width,
      height: HEIGHT,
      padding: [3, 3, 3, 3],
      pxAlign: false,
      legend: { show: false },
      cursor: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: true }, y: { range: [0, 1] } },
      series: [
        {},
        { stroke: colour(this, "--trend-line"), fill: colour(this, "--trend-area"), width: 2, points: { show: false } },
      ],
    };
  }
}

customElements.define("gaia-trend", Trend);

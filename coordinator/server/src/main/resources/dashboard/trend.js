// <gaia-trend>: a small line of one student's last scores.

const HEIGHT = 36;

class Trend extends HTMLElement {
  #plot = null;
  #points = [];
  #resize = new ResizeObserver(() => this.#draw());

  /** @param points [{at, score}], oldest first */
  set points(points) {
    this.#points = points ?? [];
    this.#draw();
  }

  connectedCallback() {
    this.setAttribute("aria-hidden", "true");
    this.#resize.observe(this);
  }

  disconnectedCallback() {
    this.#resize.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  #draw() {
    const width = this.clientWidth;
    if (!this.isConnected || width === 0 || this.#points.length < 2 || !globalThis.uPlot) return;
    const data = [
      this.#points.map((point) => Date.parse(point.at) / 1000),
      this.#points.map((point) => point.score),
    ];
    if (this.#plot) {
      if (this.#plot.width !== width) this.#plot.setSize({ width, height: HEIGHT });
      this.#plot.setData(data);
    } else {
      this.#plot = new uPlot(this.#options(width), data, this);
    }
  }

  #options(width) {
    const colour = (name) => () => getComputedStyle(this).getPropertyValue(name);
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
        { stroke: colour("--trend-line"), fill: colour("--trend-area"), width: 2, points: { show: false } },
      ],
    };
  }
}

customElements.define("gaia-trend", Trend);

// The curve, drawn by uPlot from the table below it. The table is what counts; this only draws it.
const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;
const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "2-digit", timeZone: "UTC" });
const DAYS = [1, 2, 7, 14, 28, 42, 61, 91, 182, 365, 730, 1826].map((days) => days * 86400);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const HINT = "Point at the curve, or go along it with the arrow keys, for the numbers of a day.";
const drawn = new Set();

export function drawCurves(root) {
  if (!window.uPlot) return;
  for (const plot of drawn) if (!plot.root.isConnected) forget(plot);
  for (const figure of root.querySelectorAll("[data-curve]")) {
    const place = figure.querySelector("[data-plot]");
    if (place && !place.classList.contains("drawn")) draw(figure, place);
  }
}

function forget(plot) {
  plot.seen.disconnect();
  plot.destroy();
  drawn.delete(plot);
}

function read(figure) {
  const days = new Map([[seconds(figure.dataset.since), { total: 0 }]]);
  const at = (row) => {
    const key = seconds(row.dataset.day);
    if (!days.has(key)) days.set(key, {});
    return days.get(key);
  };
  for (const row of figure.querySelectorAll("tr[data-total]")) at(row).total = Number(row.dataset.total);
  for (const row of figure.querySelectorAll("tr[data-reported]")) {
    const day = at(row);
    if (day.reported === undefined || row.dataset.standing === "current" || Number(row.dataset.reported) > day.reported)
      Object.assign(day, { reported: Number(row.dataset.reported), said: row.dataset.said, who: row.dataset.who });
  }
  const sorted = [...days.entries()].sort((one, other) => one[0] - other[0]);
  let total = 0;
  for (const [, day] of sorted) total = day.total ??= total;
  return sorted;
}

function draw(figure, place) {
  const days = read(figure);
  const reading = figure.querySelector("[data-reading]");
  const data = [days.map(([x]) => x), days.map(([, day]) => day.total), days.map(([, day]) => day.reported ?? null)];
  const height = Math.max(200, place.clientHeight - 24);
  const plot = new uPlot(options(place.clientWidth, height, (at) => tell(reading, days, at)), data, place);
  place.classList.add("drawn");
  reading.textContent = HINT;
  makeReachable(place, plot, days.length);
  plot.seen = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }));
  plot.seen.observe(place);
  drawn.add(plot);
}

function options(width, height, moved) {
  const axis = { stroke: () => colour("--muted"), font: "12px system-ui, sans-serif", ticks: { show: false } };
  const grid = { stroke: () => colour("--line"), width: 1 };
  return {
    width,
    height,
    tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1e3), "Etc/UTC"),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    scales: { y: { range: (_, low, high) => [0, Math.max(1, high * 1.06)] } },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: width < 400 ? 56 : 80, incrs: DAYS, values: (_, marks) => marks.map((mark) => short.format(mark * 1000)) },
      { ...axis, grid, size: 44, incrs: [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000, 100000] },
    ],
    series: [
      {},
      { stroke: () => colour("--counted"), width: 2, paths: uPlot.paths.stepped({ align: 1 }), points: { show: false } },
      { stroke: () => colour("--reported"), paths: () => null, points: { show: true, size: 9, fill: () => colour("--reported"), stroke: () => colour("--panel") } },
    ],
    hooks: { setCursor: [(plot) => moved(plot.cursor.idx)] },
  };
}

function tell(reading, days, at) {
  if (at === null || at === undefined) return;
  const [x, day] = days[at];
  const stated = day.reported === undefined ? "" : `; stated: ${day.said}${day.who ? `, ${day.who}` : ""}`;
  reading.textContent = `${words.format(x * 1000)}: ${day.total} counted${stated}`;
}

// Arrow keys go from day to day, Home and End to the ends.
function makeReachable(place, plot, count) {
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", "The curve. Arrow keys go from day to day; the table below has the same.");
  const go = (at) => {
    const x = plot.valToPos(plot.data[0][at], "x");
    plot.setCursor({ left: x, top: plot.valToPos(plot.data[1][at], "y") });
  };
  place.addEventListener("keydown", (event) => {
    const now = plot.cursor.idx ?? count - 1;
    const step = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: count - 1, PageUp: now - 10, PageDown: now + 10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(Math.min(count - 1, Math.max(0, step)));
  });
}

// Colours are painted, so another scheme needs another painting.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const plot of drawn) plot.redraw(false, true);
});

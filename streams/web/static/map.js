// The map, drawn by d3-geo from the list below it. Libraries and borders are fetched when it comes into view.
const SVG = "http://www.w3.org/2000/svg";
const TALL = 0.8; // Height to width.
const TALLEST = 460;
const EDGE = 34;
const LARGEST = 20; // Radius of the largest circle; areas are in proportion.
const SMALLEST = 4;
const NARROWEST = 1.2; // Degrees to each side of what is shown, so that one place alone is not a street map.

let world = null;

export function watchMaps(root) {
  for (const place of root.querySelectorAll("[data-map]:not([data-seen])")) {
    place.dataset.seen = "";
    const spots = read(place);
    if (!spots.length) {
      place.remove();
      continue;
    }
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      world ??= borders(place);
      world.then((countries) => draw(place, spots, countries)).catch(() => place.remove()); // The list stays.
    }, { rootMargin: "200px" });
    watcher.observe(place);
  }
}

function read(place) {
  return [...place.parentElement.querySelectorAll("li[data-lat]")].map((item) => ({
    at: [Number(item.dataset.lon), Number(item.dataset.lat)],
    count: Number(item.dataset.count),
    name: item.querySelector("a").textContent.trim(),
    href: item.querySelector("a").getAttribute("href"),
  }));
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

async function borders(place) {
  const fetched = fetch(place.dataset.atlas).then((answer) => answer.json());
  for (const library of place.dataset.libraries.split(" ")) await load(library);
  const atlas = await fetched;
  return topojson.feature(atlas, atlas.objects.countries).features;
}

function draw(place, spots, countries) {
  const wide = Math.max(280, place.clientWidth);
  const high = Math.round(Math.min(wide * TALL, TALLEST));
  const projection = d3.geoMercator().fitExtent([[EDGE, EDGE], [wide - EDGE, high - EDGE]], around(spots));
  projection.clipExtent([[-5, -5], [wide + 5, high + 5]]);
  const path = d3.geoPath(projection);
  const ours = new Set(place.dataset.map.split(" "));
  const picture = node("svg", { viewBox: `0 0 ${wide} ${high}`, role: "group", "aria-label": "Map; the list below it has the same places" });
  for (const country of countries) {
    const line = path(country);
    if (line) picture.append(node("path", { d: line, class: ours.has(country.id) ? "land in" : "land" }));
  }
  const most = Math.max(...spots.map((spot) => spot.count));
  const placed = spots
    .map((spot) => ({ ...spot, xy: projection(spot.at), r: Math.max(SMALLEST, LARGEST * Math.sqrt(spot.count / most)) }))
    .sort((one, other) => other.count - one.count);
  placed.forEach((spot) => picture.append(circle(spot)));
  names(placed, wide).forEach((name) => picture.append(name));
  place.replaceChildren(picture);
}

function around(spots) {
  const [lons, lats] = [0, 1].map((axis) => spots.map((spot) => spot.at[axis]));
  const [west, east] = [Math.min(...lons) - NARROWEST, Math.max(...lons) + NARROWEST];
  const [south, north] = [Math.max(-80, Math.min(...lats) - NARROWEST), Math.min(80, Math.max(...lats) + NARROWEST)];
  return { type: "MultiPoint", coordinates: [[west, south], [east, south], [west, north], [east, north]] };
}

function circle(spot) {
  const link = node("a", { href: spot.href, class: "spot", "aria-label": `${spot.name}: ${spot.count}` });
  const title = node("title", {});
  title.textContent = `${spot.name}: ${spot.count}`;
  link.append(node("circle", { cx: spot.xy[0], cy: spot.xy[1], r: spot.r }), title);
  return link;
}

// Names from the largest on, beside their circle where they cover neither another name nor another circle.
function names(spots, edge) {
  const taken = spots.map((spot) => ({ of: spot, left: spot.xy[0] - spot.r, right: spot.xy[0] + spot.r, top: spot.xy[1] - spot.r, bottom: spot.xy[1] + spot.r }));
  const free = (spot, box) =>
    box.left > 0 && box.right < edge &&
    !taken.some((one) => one.of !== spot && box.left < one.right && box.right > one.left && box.top < one.bottom && box.bottom > one.top);
  const shown = [];
  for (const spot of spots) {
    const words = spot.name.slice(0, 24);
    const wide = words.length * 6.6;
    const [x, y] = spot.xy;
    const box = [
      [x + spot.r + 4, y - 8],
      [x - spot.r - 4 - wide, y - 8],
      [x - wide / 2, y + spot.r + 1],
      [x - wide / 2, y - spot.r - 17],
    ].map(([left, top]) => ({ left, top, right: left + wide, bottom: top + 16 })).find((one) => free(spot, one));
    if (!box || shown.length >= 12) continue;
    taken.push(box);
    const text = node("text", { x: box.left, y: box.top + 12, class: "name", "aria-hidden": "true" });
    text.textContent = words;
    shown.push(text);
  }
  return shown;
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// The map, drawn by d3-geo from the list below it. Libraries and borders are fetched when it comes into view.
const SVG = "http://www.w3.org/2000/svg";
const TALL = 0.8; // Height to width.
const TALLEST = 460;
const EDGE = 34;
const LARGEST = 20; // Radius of the largest circle; areas are in proportion.
const SMALLEST = 4;
const NARROWEST = 2.5; // Degrees to each side of what is shown, so that one place alone is not a street map.

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

// Names from the largest on, as long as they cover neither another name nor leave the map.
function names(spots, edge) {
  const taken = [];
  const shown = [];
  for (const spot of spots) {
    const words = spot.name.split(",")[0].slice(0, 24);
    const wide = words.length * 6.6;
    const box = { left: spot.xy[0] + spot.r + 4, top: spot.xy[1] - 8 };
    if (box.left + wide > edge) box.left = spot.xy[0] - spot.r - 4 - wide;
    const hits = taken.some((one) => box.left < one.right && box.left + wide > one.left && box.top < one.bottom && box.top + 16 > one.top);
    if (hits || box.left < 0 || shown.length >= 12) continue;
    taken.push({ left: box.left, right: box.left + wide, top: box.top, bottom: box.top + 16 });
    const text = node("text", { x: box.left, y: spot.xy[1] + 4, class: "name", "aria-hidden": "true" });
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

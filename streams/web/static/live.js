// Changes as they happen: an event says that something moved, and the parts marked data-live are fetched again from the
// address the reader is at. So a live page and a reloaded one cannot differ.
const QUIET = 400; // Milliseconds in which further events join the same fetch.
const REST = 3000; // Milliseconds between two fetches.

let latest = 0;

export async function refresh(address = location.href) {
  const asked = ++latest;
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asked === latest) replaceParts(fresh);
}

function replaceParts(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || part.dataset.was === next.innerHTML) continue;
    const before = part.querySelector("[data-number]")?.textContent;
    const open = [...part.querySelectorAll("details[open]")].map(nameOf);
    const focused = part.contains(document.activeElement) ? nameOf(document.activeElement.closest("details")) : null;
    part.dataset.was = next.innerHTML;
    part.replaceChildren(...[...next.childNodes].map((node) => document.importNode(node, true)));
    for (const details of part.querySelectorAll("details")) {
      const name = nameOf(details);
      if (open.includes(name)) details.open = true;
      if (focused !== null && name === focused) details.querySelector("summary")?.focus({ preventScroll: true });
    }
    announce(part, before);
  }
  document.title = fresh.title;
}

// A details element is known by its id, or by what its summary says.
function nameOf(details) {
  return details ? details.id || details.querySelector("summary")?.textContent.trim() || "" : null;
}

function announce(part, before) {
  const number = part.querySelector("[data-number]");
  if (!number || before === undefined || before === number.textContent) return;
  number.classList.add("moved");
  say("on", `Live. Counted: ${number.textContent}, was ${before}`);
}

function say(state, words) {
  const place = document.getElementById("live");
  if (!place) return;
  place.hidden = false;
  place.dataset.state = state;
  place.textContent = words;
}

// Is the state that an event tells the one that is shown already?
function shows(told) {
  const state = `${told.id} ${told.change} ${told.observed} ${told.reported?.count ?? ""}`;
  return [...document.querySelectorAll("[data-stands]")].some((one) => one.dataset.stands === state);
}

// Calls `act` soon after it is asked to, once for all that is asked meanwhile, and never twice within `REST`; while
// nobody looks at the page it waits.
function paced(act) {
  let waiting = false;
  let last = -REST;
  const run = async () => {
    waiting = false;
    last = performance.now();
    try {
      await act();
    } catch {
      say("off", "Waiting for the server");
    }
  };
  const ask = () => {
    if (waiting) return;
    waiting = true;
    const rest = Math.max(QUIET, last + REST - performance.now());
    if (document.hidden) document.addEventListener("visibilitychange", run, { once: true });
    else setTimeout(run, rest);
  };
  return ask;
}

export function followChanges(dress) {
  const address = document.querySelector("[data-events]")?.dataset.events;
  if (!address || !window.EventSource) return;
  const events = new EventSource(address);
  const moved = paced(async () => {
    await refresh();
    dress();
  });
  events.addEventListener("open", () => say("on", "Live"));
  events.addEventListener("error", () => say("off", "Waiting for the server"));
  // Each connection begins with the tallies as they stand: what moved without one shows there.
  events.addEventListener("tally", (event) => {
    if (!shows(JSON.parse(event.data))) moved();
  });
  for (const kind of ["change", "incidents"]) events.addEventListener(kind, moved);
}

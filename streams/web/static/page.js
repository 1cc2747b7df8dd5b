// What the page does beyond showing: it follows changes, filters without a new page, copies, and brings curve and map.
// All of it stands in the page without this; what is shown always comes from the server's own markup.
import { followChanges, refresh } from "./live.js";
import { drawCurves } from "./curve.js";
import { watchMaps } from "./map.js";

function dress() {
  drawCurves(document);
  watchMaps(document);
}

function filterInPlace(form) {
  const show = () => {
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
    history.replaceState(null, "", address);
    refresh(address).then(dress);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("change", show);
}

function copies(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = "Copied";
  });
}

// A link to an incident of the list opens it.
function openNamed() {
  const named = location.hash.startsWith("#i-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named) named.open = true;
}

document.querySelectorAll("form[data-filters]").forEach(filterInPlace);
document.querySelectorAll("button[data-copy]").forEach(copies);
window.addEventListener("hashchange", openNamed);
openNamed();
dress();
followChanges(dress);

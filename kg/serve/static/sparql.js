// Puts the editor in the place of the plain form, with the stored questions as tabs the first time.
const place = document.getElementById("editor");
const SEEN = "kg-stored-questions";

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing shows the tabs anew each time.
  }
}

function started() {
  const { base, endpoint, prefixes, start, tabs } = place.dataset;
  const questions = JSON.parse(tabs);
  const known = JSON.parse(prefixes);
  place.hidden = false;
  const yasgui = new window.Yasgui(place, {
    autofocus: false,
    copyEndpointOnNewTab: true,
    // What its own links hold; what the form sends is taken up below.
    populateFromUrl: location.hash.length > 1,
    persistenceId: `kg ${endpoint}`,
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} },
    // The other helpers would look words up on other people's servers.
    yasqe: { autocompleters: ["prefixes", "variables"], prefixes: known, value: start },
    yasr: { prefixes: known },
  });
  const asked = new URLSearchParams(location.search);
  const wanted = asked.get("query");
  const name = asked.get("name");
  const key = `${SEEN} ${endpoint}`;
  const fresh = remembered(key) !== tabs;
  const before = Object.values(yasgui._tabs).map((tab) => tab.name());
  const open = (title, text, active) =>
    yasgui.addTab(active, { name: title, yasqe: { value: text }, requestConfig: { endpoint } });
  if (fresh) {
    for (const one of questions.filter((one) => !before.includes(one.title))) open(one.title, one.text, false);
    remember(key, tabs);
  }
  const chosen = questions.find((one) => one.name === name);
  if (wanted) open("Query", wanted, true);
  else if (chosen) open(chosen.title, chosen.text, true);
  // What the data's IRIs lead to is here, wherever their own server is.
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link?.href.startsWith(base)) return;
    event.preventDefault();
    window.open(`/id/${link.href.slice(base.length)}`);
  }, true);
  // The editor would indent by it, and nobody without a mouse got out.
  place.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && event.target.closest(".CodeMirror")) event.stopPropagation();
  }, true);
  document.getElementById("plain").hidden = true;
  place.querySelector(".tab.active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

if (place) {
  if (window.Yasgui) started();
  else window.addEventListener("load", () => window.Yasgui && started());
}

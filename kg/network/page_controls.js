// The panel, the legend with its filters, pointer and keys.
const panel = by("panel");
let dragged = false;

function make(tag, attributes = {}, ...children) {
  const element = ["svg", "path"].includes(tag) ? document.createElementNS(by("vector").namespaceURI, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
function path(corners, r) {
  if (!corners.length) return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  return "M" + corners.map(([x, y]) => `${(x * r).toFixed(1)} ${(y * r).toFixed(1)}`).join("L") + "Z";
}
const badge = (shape, fill) => make("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, make("path", { d: path(shape, 5), fill }));
const mark = (node) => badge(type(node).shape, colour(node));

// --- the panel: all actors, one actor's relations, or one relation's claims
function pick(what, focus = false) {
  picked = what;
  if (what?.node) cursor = what.node;
  show();
  draw();
  panel.scrollTop = 0;
  // On a narrow screen the panel stands below the drawing.
  if (what && panel.getBoundingClientRect().top > innerHeight * 0.7) panel.scrollIntoView({ block: "nearest" });
  if (focus) panel.querySelector("h2").focus();
}
const row = (node, count, act) => make("li", {}, make("button", { type: "button", onclick: act }, mark(node), make("span", {}, node.label), make("small", {}, count)));
const back = (text, to) => make("button", { type: "button", onclick: () => pick(to, true) }, text);
function show() {
  panel.replaceChildren(...(picked?.link ? showLink(picked.link, picked.from) : picked?.node ? showNode(picked.node) : showAll()));
}
function showAll() {
  const list = wanted ? found : nodes.filter((node) => node.seen), some = list.slice(0, 100);
  const rest = list.length > some.length ? [make("p", {}, `${plural(list.length - some.length, "more")}; search to find them.`)] : [];
  return [make("h2", { tabindex: -1 }, wanted ? "Actors found" : "Actors"), make("p", {}, "Choose an actor or a line to see the claims behind it."),
    make("ul", {}, ...some.map((node) => row(node, plural(node.claims, "claim"), () => pick({ node }, true)))), ...rest];
}
function showNode(node) {
  const parts = [back("← All actors", null), make("h2", { tabindex: -1 }, mark(node), ` ${node.label}`), make("p", {}, about(node))];
  data.relation.forEach((relation, index) => {
    const ways = data.directed ? [[relation.forward, "source"], [relation.backward, "target"]] : [[relation.forward, ""]];
    for (const [name, mine] of ways) {
      const list = node.links.filter((link) => link.seen && link.relation === index && (!mine || nodes[link[mine]] === node));
      list.sort((a, b) => b.now.length - a.now.length);
      if (list.length) parts.push(make("h3", {}, name), make("ul", {}, ...list.map((link) => row(other(link, node), plural(link.now.length, "claim"), () => pick({ link, from: node }, true)))));
    }
  });
  return parts;
}
function showLink(link, from = nodes[link.source]) {
  return [back(`← ${from.label}`, { node: from }), make("h2", { tabindex: -1 }, sentence(link)), make("p", {}, plural(link.now.length, "claim")),
    make("ul", {}, ...link.now.slice(0, 500).map((claim) => {
      const told = ["article " + data.articles[claims.article[claim]], data.outlets[claims.outlet[claim]], data.dates[claims.date[claim]]];
      const exchange = data.exchanges[claims.exchange[claim]];
      return make("li", {}, make("blockquote", {}, claims.passage[claim] || "(no passage)"), make("cite", {}, told.filter(Boolean).join(", ")),
        ...(exchange ? [make("small", {}, exchange)] : []), make("code", {}, claims.claim[claim] && data.base + claims.claim[claim]));
    }))];
}

// --- what is seen
const tell = () => {
  const number = wanted ? found.length : nodes.filter((node) => node.seen).length;
  by("none").hidden = number > 0;
  by("status").textContent = plural(number, "actor") + (wanted ? " found" : " shown");
};
function filter() {
  sift();
  look(by("search").value);
  if (!cursor?.seen) cursor = nodes.find((node) => node.seen) || null;
  drawn = null;
  tell();
  show();
  draw();
}
function search() {
  picked = null;
  look(by("search").value);
  tell();
  show();
  draw();
}
by("search").addEventListener("input", search);
by("search").addEventListener("keydown", (e) => { if (e.key === "Enter" && found.length) pick({ node: found[0] }, true); });
by("tools").addEventListener("submit", (e) => e.preventDefault());

const swatches = [];
for (const kind of ["side", "type", "relation"]) {
  data[kind].forEach((one, index) => {
    const dash = kind === "relation" && one.dash.map((n) => n * 2).join(" ");
    const swatch = kind === "relation"
      ? make("svg", { width: 30, height: 10, "aria-hidden": "true" }, make("path", { d: "M0 5H30", stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": dash }))
      : badge(one.shape || [], one.colour || "currentColor");
    if (one.colour) swatches.push([swatch.firstChild, one]);
    const box = make("input", { type: "checkbox", checked: true, onchange: (e) => { off[kind][e.target.checked ? "delete" : "add"](index); filter(); } });
    by(kind).append(make("label", {}, box, swatch, one.name || one.forward, make("output", {}, String(one.count))));
  });
}
if (!data.directed) by("relation").querySelector("span").textContent = "line";
for (const [kind, names] of [["outlet", data.outlets], ["exchange", data.exchanges]]) {
  by(kind).append(make("option", { value: -1 }, "any"), ...names.map((name, index) => make("option", { value: index }, name)));
  by(kind).parentElement.hidden = names.length < 2;
  by(kind).addEventListener("change", (e) => { range[kind] = Number(e.target.value); filter(); });
}
const most = links.reduce((least, link) => Math.max(least, link.claims.length), 1);
by("least").max = most;
by("least").parentElement.hidden = most < 2;
by("least").addEventListener("input", (e) => { range.least = Math.max(1, Number(e.target.value) || 1); filter(); });
by("time").hidden = steps.length < 2;
const times = () => { by("period").textContent = `${steps[range.from] ?? ""} to ${steps[range.to] ?? ""}`; };
for (const end of ["from", "to"]) {
  by(end).max = steps.length - 1;
  by(end).value = range[end];
  by(end).addEventListener("input", (e) => {
    range[end] = Number(e.target.value);
    // The two ends push each other, so that the period is never empty.
    if (range.from > range.to) by(end === "from" ? "to" : "from").value = range.from = range.to = range[end];
    by(end).setAttribute("aria-valuetext", steps[range[end]]);
    times();
    filter();
  });
}
times();

// --- pointer
function place(text, x, y) {
  tip.textContent = text;
  tip.hidden = false;
  tip.style.left = Math.max(4, Math.min(x + 14, view.width - tip.offsetWidth - 4)) + "px";
  tip.style.top = (y + 20 + tip.offsetHeight > view.height ? y - tip.offsetHeight - 12 : y + 18) + "px";
}
function unhint() { tip.hidden = true; drawing.style.cursor = ""; }
let hinted = 0;
drawing.addEventListener("pointermove", (e) => {
  if (e.buttons || e.pointerType === "touch") return;
  cancelAnimationFrame(hinted);
  hinted = requestAnimationFrame(() => {
    const what = under(e.offsetX, e.offsetY);
    if (!what) return unhint();
    drawing.style.cursor = "pointer";
    const text = what.node ? `${what.node.label}\n${about(what.node)}` : `${sentence(what.link)}\n${plural(what.link.now.length, "claim")}`;
    place(text, e.offsetX, e.offsetY);
  });
});
drawing.addEventListener("pointerleave", unhint);
drawing.addEventListener("click", (e) => {
  if (dragged) return;
  const what = under(e.offsetX, e.offsetY);
  if (what || picked) pick(what);
});
function zoom(factor, x = view.width / 2, y = view.height / 2) {
  const k = Math.min(Math.max(view.k * factor, 0.4), 60);
  view.x = x - ((x - view.x) * k) / view.k;
  view.y = y - ((y - view.y) * k) / view.k;
  view.k = k;
  draw(true);
}
const fingers = new Map();
drawing.addEventListener("wheel", (e) => { e.preventDefault(); unhint(); zoom(Math.exp(-e.deltaY / 400), e.offsetX, e.offsetY); }, { passive: false });
drawing.addEventListener("pointerdown", (e) => { if (!fingers.size) dragged = false; fingers.set(e.pointerId, [e.clientX, e.clientY]); });
addEventListener("pointermove", (e) => {
  const was = fingers.get(e.pointerId);
  if (!was) return;
  // A trembling hand still clicks.
  if (!dragged && Math.hypot(e.clientX - was[0], e.clientY - was[1]) < 4) return;
  dragged = true;
  const box = stage.getBoundingClientRect(), second = [...fingers].find(([id]) => id !== e.pointerId)?.[1];
  fingers.set(e.pointerId, [e.clientX, e.clientY]);
  drawing.classList.add("moving");
  unhint();
  if (second) zoom(Math.hypot(e.clientX - second[0], e.clientY - second[1]) / (Math.hypot(was[0] - second[0], was[1] - second[1]) || 1), (e.clientX + second[0]) / 2 - box.left, (e.clientY + second[1]) / 2 - box.top);
  else { view.x += e.clientX - was[0]; view.y += e.clientY - was[1]; draw(true); }
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (e) => { fingers.delete(e.pointerId); drawing.classList.remove("moving"); });
const fit = () => { Object.assign(view, { k: 1, x: 0, y: 0 }); draw(); };
by("in").onclick = () => zoom(1.4);
by("out").onclick = () => zoom(1 / 1.4);
by("fit").onclick = fit;

// --- keys: arrows go from actor to actor, Enter opens one
function walk(way) {
  const cost = (one) => {
    const x = one.x - cursor.x, y = one.y - cursor.y, ahead = x * way[0] + y * way[1];
    return ahead > 1 ? ahead + 2.5 * Math.abs(x * way[1] + y * way[0]) : Infinity;
  };
  let next = null, least = Infinity;
  for (const one of nodes) if (one.seen && one !== cursor && cost(one) < least) [next, least] = [one, cost(one)];
  if (next) point(next);
}
function point(node) {
  cursor = node;
  if (node.x < 20 || node.y < 20 || node.x > view.width - 20 || node.y > view.height - 40) {
    view.x += view.width / 2 - node.x;
    view.y += view.height / 2 - node.y;
  }
  draw();
  place(`${node.label}\n${about(node)}`, node.x + node.size, node.y);
  by("status").textContent = `${node.label}, ${about(node)}`;
}
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
drawing.addEventListener("keydown", (e) => {
  if (e.key === "+" || e.key === "=") zoom(1.4);
  else if (e.key === "-") zoom(1 / 1.4);
  else if (e.key === "0") fit();
  else if ((e.key === "Enter" || e.key === " ") && cursor) pick({ node: cursor }, e.key === "Enter");
  else if (ARROWS[e.key] && cursor) walk(ARROWS[e.key]);
  else return;
  e.preventDefault();
});
drawing.addEventListener("focus", () => { if (cursor && drawing.matches(":focus-visible")) point(cursor); });
drawing.addEventListener("blur", () => { unhint(); draw(); });
addEventListener("keydown", (e) => { if (e.key === "Escape") { unhint(); if (picked) pick(null); } });

// --- light and dark: as the system has it, until one says otherwise
const night = matchMedia("(prefers-color-scheme: dark)");
const recolour = () => {
  theme();
  for (const [path, one] of swatches) path.setAttribute("fill", ink.dark ? one.dark : one.colour);
  by("theme").setAttribute("aria-pressed", String(ink.dark));
  by("theme").textContent = ink.dark ? "Light" : "Dark";
  show();
  draw();
};
by("theme").onclick = () => { document.documentElement.dataset.theme = ink.dark ? "light" : "dark"; recolour(); };
night.addEventListener("change", recolour);

by("legend").open = matchMedia("(min-width: 821px)").matches;
new ResizeObserver(() => {
  const wide = view.width || 1, high = view.height || 1;
  Object.assign(view, { width: stage.clientWidth, height: stage.clientHeight });
  view.x *= view.width / wide;
  view.y *= view.height / high;
  sized(drawing, pen);
  drawn = null;
  draw();
}).observe(stage);
// Where things stand on the page, for tests and for scripts that show a reader round.
window.kgNetwork = Object.freeze({
  actor: (label) => { const node = nodes.find((one) => one.label === label && one.seen); return node && { x: node.x, y: node.y }; },
  lines: () => links.filter((link) => link.seen).map((link) => { const [x, y] = at(curve(link), 0.5); return { x, y, text: sentence(link), top: under(x, y)?.link === link }; }),
  shown: () => nodes.filter((node) => node.seen).map((node) => ({ label: node.label, about: about(node) })),
  labels: () => data.labels,
});
sift();
recolour();
filter();

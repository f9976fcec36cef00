"use strict";
// Draws the network whose layout stands in the page; everything from articles goes in as text, never as markup.
const data = JSON.parse(document.getElementById("network").textContent);
const by = (id) => document.getElementById(id);
const stage = by("stage"), drawing = by("drawing"), panel = by("panel"), tip = by("tip"), legend = by("legend");
const { nodes, links, claims } = data;
const off = { relation: new Set(), side: new Set(), type: new Set() };
const view = { k: 1, x: 0, y: 0, width: 0, height: 0 };
let picked = null, wanted = "", dragged = false;

function make(tag, attributes = {}, ...children) {
  const drawn = ["svg", "g", "path", "text", "tspan"].includes(tag);
  const element = drawn ? document.createElementNS(drawing.namespaceURI, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
const side = (node) => data.side[node.side], type = (node) => data.type[node.type];
const about = (node) => [type(node).name, side(node).name, plural(node.claims, "claim")].join(" · ");
const sentence = (link) => `${nodes[link.source].label} ${data.relation[link.relation].forward} ${nodes[link.target].label}`;

function outline(corners, r) {
  if (!corners.length) return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  return "M" + corners.map(([x, y]) => `${(x * r).toFixed(1)} ${(y * r).toFixed(1)}`).join("L") + "Z";
}
const badge = (node, r = 5) => make("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" },
  make("path", { d: outline(type(node).shape, r), fill: side(node).colour }));

// --- the drawing's elements, made once
for (const link of links) {
  const colour = side(nodes[link.source]).colour, dash = data.relation[link.relation].dash.map((n) => n * Math.max(link.width, 1.4));
  link.line = make("path", { class: "line", stroke: colour, "stroke-width": link.width, "stroke-dasharray": dash.join(" ") });
  link.head = make("path", { class: "head", fill: colour });
  link.hit = make("path", { class: "hit" });
  link.element = make("g", { class: "link", onclick: () => dragged || pick({ link }), onpointermove: (e) => hint(e, `${sentence(link)}\n${plural(link.claims.length, "claim")}`), onpointerleave: unhint },
    link.hit, link.line, link.head);
}
nodes.forEach((node, index) => {
  node.links = [];
  node.folded = fold(node.label);
  node.text = make("text", { "aria-hidden": "true" }, ...node.lines.map((line, i) => make("tspan", { x: 0, y: 11 + 14 * i }, line)));
  node.element = make("g", {
    class: "node", role: "button", tabindex: index ? -1 : 0, "aria-label": `${node.label}, ${about(node)}`,
    onclick: () => dragged || pick({ node }), onpointermove: (e) => hint(e, `${node.label}\n${about(node)}`), onpointerleave: unhint,
    onkeydown: (e) => walk(e, node), onfocus: () => reveal(node), onblur: unhint,
  }, node.spot = make("path", { class: "spot", d: outline(type(node).shape, node.r), fill: side(node).colour }), node.text);
});
for (const link of links) for (const end of new Set([link.source, link.target])) nodes[end].links.push(link);
by("links").append(...links.map((link) => link.element));
by("nodes").append(...[...nodes].reverse().map((node) => node.element));

// --- what is seen
function filter() {
  for (const node of nodes) node.fits = !off.side.has(node.side) && !off.type.has(node.type);
  for (const link of links) link.seen = !off.relation.has(link.relation) && nodes[link.source].fits && nodes[link.target].fits;
  for (const node of nodes) node.seen = node.fits && node.links.some((link) => link.seen);
  for (const node of nodes) node.found = node.seen && wanted !== "" && node.folded.includes(wanted);
  const number = nodes.filter((node) => (wanted ? node.found : node.seen)).length;
  by("none").hidden = number > 0;
  by("status").textContent = plural(number, "actor") + (wanted ? " found" : " shown");
  if (picked && !(picked.node || picked.link).seen) picked = null;
  const stop = nodes.find((node) => node.seen && node.element.tabIndex === 0) || nodes.find((node) => node.seen);
  for (const node of nodes) node.element.tabIndex = node === stop ? 0 : -1;
  show();
  draw();
}
function lit() {
  if (picked?.link) return new Set([nodes[picked.link.source], nodes[picked.link.target]]);
  if (picked?.node) return new Set([picked.node, ...picked.node.links.filter((l) => l.seen).flatMap((l) => [nodes[l.source], nodes[l.target]])]);
  return wanted ? new Set(nodes.filter((node) => node.found)) : null;
}
function draw() {
  const arrangement = view.height > view.width ? 1 : 0, bright = lit();
  // In a crowd actors shrink, and grow to their own size as one comes closer.
  const scale = Math.min(1, Math.max(0.4, view.k / data.crowd[arrangement]));
  for (const node of nodes) {
    node.x = view.x + view.k * node.at[arrangement][0] * view.width;
    node.y = view.y + view.k * node.at[arrangement][1] * view.height;
    node.size = node.r * scale;
    node.spot.setAttribute("transform", `scale(${scale})`);
    node.element.toggleAttribute("hidden", !node.seen);
    node.element.setAttribute("transform", `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`);
    node.element.setAttribute("class", "node" + (bright && !bright.has(node) ? " quiet" : "") + (node.found ? " found" : "") + (picked?.node === node ? " picked" : ""));
  }
  for (const link of links) {
    link.element.toggleAttribute("hidden", !link.seen);
    if (!link.seen) continue;
    const on = !bright || (picked?.link ? picked.link === link : picked?.node ? picked.node.links.includes(link) : bright.has(nodes[link.source]) || bright.has(nodes[link.target]));
    link.element.setAttribute("class", "link" + (on ? "" : " quiet") + (picked?.link === link ? " picked" : ""));
    curve(link, link.bend[arrangement]);
  }
  label(bright);
}
function curve(link, bend) {
  const a = nodes[link.source], b = nodes[link.target], long = 5 + 1.5 * link.width;
  let base, tip, path;
  if (a === b) {
    const { x, y, size: r } = a;
    tip = [x + 0.5 * r, y - 0.87 * r - 1];
    base = [tip[0] + 0.3 * long, tip[1] - 0.9 * long];
    path = `M${x - 0.5 * r} ${y - 0.87 * r}C${x - 1.6 * r} ${y - 3.2 * r} ${x + 1.6 * r} ${y - 3.2 * r} ${base}`;
  } else {
    const middle = [(a.x + b.x) / 2 + 2 * bend * (b.y - a.y), (a.y + b.y) / 2 - 2 * bend * (b.x - a.x)];
    const towards = (node, far) => {
      const across = middle[0] - node.x, down = middle[1] - node.y, share = Math.min(far / (Math.hypot(across, down) || 1), 1);
      return [node.x + across * share, node.y + down * share];
    };
    tip = towards(b, b.size + 2);
    base = towards(b, b.size + 2 + long);
    path = `M${towards(a, a.size + 1)}Q${middle} ${base}`;
  }
  const across = tip[0] - base[0], down = tip[1] - base[1], half = (2.2 + 0.9 * link.width) / (Math.hypot(across, down) || 1);
  link.line.setAttribute("d", path);
  link.hit.setAttribute("d", path);
  link.head.setAttribute("d", `M${tip}L${base[0] - down * half} ${base[1] + across * half}L${base[0] + down * half} ${base[1] - across * half}Z`);
}
// Labels keep their size at every zoom. The busiest actors come first, below or else above their spot; one that would
// cover another or an actor waits for more room.
function label(bright) {
  const grid = new Map(), cell = 60;
  const cells = (box) => {
    const keys = [];
    for (let i = Math.floor(box[0] / cell); i <= box[2] / cell; i++) for (let j = Math.floor(box[1] / cell); j <= box[3] / cell; j++) keys.push(`${i},${j}`);
    return keys;
  };
  const take = (box, keys) => { for (const key of keys) grid.set(key, [...(grid.get(key) || []), box]); };
  const seen = nodes.filter((node) => node.seen), first = (node) => (bright?.has(node) ? 0 : 1);
  for (const { x, y, size } of seen) {
    const box = [x - size, y - size, x + size, y + size];
    take(box, cells(box));
  }
  for (const node of seen.sort((a, b) => first(a) - first(b))) {
    node.wide ??= node.text.getComputedTextLength() ? Math.max(...[...node.text.children].map((line) => line.getComputedTextLength())) : 0;
    const half = node.wide / 2 + 2, high = 14 * node.lines.length;
    // At the edge a label moves inwards, as long as its actor is in sight.
    const inside = node.x > 0 && node.x < view.width;
    const aside = inside ? Math.max(0, half - node.x) - Math.max(0, node.x + half - view.width) : 0, x = node.x + aside;
    const free = [node.size + 3, -node.size - high - 3].find((shift) => {
      const top = node.y + shift, box = [x - half, top, x + half, top + high], keys = cells(box);
      if (keys.some((key) => grid.get(key)?.some((o) => o[0] < box[2] && o[2] > box[0] && o[1] < box[3] && o[3] > box[1]))) return false;
      take(box, keys);
      return true;
    });
    node.text.toggleAttribute("hidden", free === undefined);
    if (free !== undefined) node.text.setAttribute("transform", `translate(${aside} ${free})`);
  }
}

// --- the panel: all actors, one actor's relations, or one relation's claims
function pick(what, focus = false) {
  picked = what;
  show();
  draw();
  panel.scrollTop = 0;
  if (focus) panel.querySelector("h2").focus();
}
const row = (node, count, act, lead) => make("li", {}, make("button", { type: "button", onclick: act }, badge(node), make("span", {}, lead), make("small", {}, count)));
const back = (text, to) => make("button", { type: "button", onclick: () => pick(to, true) }, text);
function show() {
  panel.replaceChildren(...(picked?.link ? showLink(picked.link, picked.from) : picked?.node ? showNode(picked.node) : showAll()));
}
function showAll() {
  const list = nodes.filter((node) => (wanted ? node.found : node.seen)), some = list.slice(0, 200);
  const rest = list.length > some.length ? [make("p", {}, `${plural(list.length - some.length, "more actor")}; search to find them.`)] : [];
  return [make("h2", { tabindex: -1 }, wanted ? "Actors found" : "Actors"), make("p", {}, "Choose an actor or a line to see the claims behind it."),
    make("ul", {}, ...some.map((node) => row(node, plural(node.claims, "claim"), () => pick({ node }, true), node.label))), ...rest];
}
function showNode(node) {
  const parts = [back("← All actors", null), make("h2", { tabindex: -1 }, badge(node, 6), ` ${node.label}`), make("p", {}, about(node))];
  data.relation.forEach((relation, index) => {
    for (const [name, mine, other] of [[relation.forward, "source", "target"], [relation.backward, "target", "source"]]) {
      const list = node.links.filter((link) => link.seen && link.relation === index && nodes[link[mine]] === node);
      list.sort((a, b) => b.claims.length - a.claims.length);
      if (list.length) parts.push(make("h3", {}, name), make("ul", {}, ...list.map((link) => row(nodes[link[other]], plural(link.claims.length, "claim"), () => pick({ link, from: node }, true), nodes[link[other]].label))));
    }
  });
  return parts;
}
function showLink(link, from = nodes[link.source]) {
  return [back(`← ${from.label}`, { node: from }), make("h2", { tabindex: -1 }, sentence(link)), make("p", {}, plural(link.claims.length, "claim")),
    make("ul", {}, ...link.claims.map((number) => {
      const claim = claims[number];
      return make("li", {}, make("blockquote", {}, claim.passage || "(no passage)"), make("cite", {}, ["article " + claim.article, claim.date].filter(Boolean).join(", ")), make("code", {}, claim.claim));
    }))];
}

// --- tooltips, keys, zoom
function hint(event, text) {
  const box = stage.getBoundingClientRect();
  if (event.buttons) return;
  place(text, event.clientX - box.left, event.clientY - box.top);
}
function place(text, x, y) {
  tip.textContent = text;
  tip.hidden = false;
  tip.style.left = Math.max(4, Math.min(x + 14, view.width - tip.offsetWidth - 4)) + "px";
  tip.style.top = (y + 20 + tip.offsetHeight > view.height ? y - tip.offsetHeight - 12 : y + 18) + "px";
}
function unhint() { tip.hidden = true; }
function reveal(node) {
  if (!node.element.matches(":focus-visible")) return;
  if (node.x < 20 || node.y < 20 || node.x > view.width - 20 || node.y > view.height - 40) {
    view.x += view.width / 2 - node.x;
    view.y += view.height / 2 - node.y;
    draw();
  }
  place(`${node.label}\n${about(node)}`, node.x + node.r, node.y);
}
function walk(event, node) {
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (event.key === "Enter" || event.key === " ") pick({ node }, event.key === "Enter");
  else if (!way) return;
  event.preventDefault();
  if (!way) return;
  const cost = (other) => {
    const x = other.x - node.x, y = other.y - node.y, ahead = x * way[0] + y * way[1];
    return ahead > 1 ? ahead + 2.5 * Math.abs(x * way[1] + y * way[0]) : Infinity;
  };
  const next = nodes.filter((other) => other.seen && other !== node).sort((a, b) => cost(a) - cost(b))[0];
  if (!next || cost(next) === Infinity) return;
  node.element.tabIndex = -1;
  next.element.tabIndex = 0;
  next.element.focus();
}
function zoom(factor, x = view.width / 2, y = view.height / 2) {
  const k = Math.min(Math.max(view.k * factor, 0.4), 40);
  view.x = x - ((x - view.x) * k) / view.k;
  view.y = y - ((y - view.y) * k) / view.k;
  view.k = k;
  draw();
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
  const box = stage.getBoundingClientRect(), other = [...fingers].find(([id]) => id !== e.pointerId)?.[1];
  fingers.set(e.pointerId, [e.clientX, e.clientY]);
  drawing.classList.add("moving");
  unhint();
  if (other) zoom(Math.hypot(e.clientX - other[0], e.clientY - other[1]) / (Math.hypot(was[0] - other[0], was[1] - other[1]) || 1), (e.clientX + other[0]) / 2 - box.left, (e.clientY + other[1]) / 2 - box.top);
  else { view.x += e.clientX - was[0]; view.y += e.clientY - was[1]; draw(); }
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (e) => { fingers.delete(e.pointerId); drawing.classList.remove("moving"); });
const fit = () => { Object.assign(view, { k: 1, x: 0, y: 0 }); draw(); };
by("in").onclick = () => zoom(1.4);
by("out").onclick = () => zoom(1 / 1.4);
by("fit").onclick = fit;
drawing.addEventListener("keydown", (e) => { if (e.key === "+" || e.key === "=") zoom(1.4); else if (e.key === "-") zoom(1 / 1.4); else if (e.key === "0") fit(); });
addEventListener("keydown", (e) => { if (e.key === "Escape") { unhint(); if (picked) pick(null); } });
by("search").addEventListener("input", (e) => { wanted = fold(e.target.value.trim()); picked = null; filter(); });
by("tools").addEventListener("submit", (e) => { e.preventDefault(); const node = nodes.find((node) => node.found); if (node) pick({ node }, true); });

// --- legend, which filters as well
for (const kind of ["side", "type", "relation"]) {
  data[kind].forEach((one, index) => {
    const swatch = kind === "relation"
      ? make("svg", { width: 30, height: 10, "aria-hidden": "true" }, make("path", { d: "M0 5H30", stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": one.dash.map((n) => n * 2).join(" ") }))
      : make("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, make("path", { d: outline(one.shape || [], 5.5), fill: one.colour || "currentColor" }));
    const box = make("input", { type: "checkbox", checked: true, onchange: (e) => { off[kind][e.target.checked ? "delete" : "add"](index); filter(); } });
    by(kind).append(make("label", {}, box, swatch, one.name || one.forward, make("output", {}, String(one.count))));
  });
}
legend.open = matchMedia("(min-width: 821px)").matches;
new ResizeObserver(() => {
  const wide = view.width || 1, high = view.height || 1;
  Object.assign(view, { width: stage.clientWidth, height: stage.clientHeight });
  view.x *= view.width / wide;
  view.y *= view.height / high;
  draw();
}).observe(stage);
filter();

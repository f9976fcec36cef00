"use strict";
// What the page knows: the network whose layout stands in the page, and which part of it is seen. Everything from
// articles goes in as text, never as markup.
const data = JSON.parse(document.getElementById("network").textContent);
const by = (id) => document.getElementById(id);
const { nodes, links, claims } = data;
const off = { relation: new Set(), side: new Set(), type: new Set() };
// The claims that count: from one step of time to another, of one outlet, about one exchange; -1 is any.
const range = { from: 0, to: Infinity, outlet: -1, exchange: -1, least: 1 };
let wanted = "", found = [], picked = null;

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
const side = (node) => data.side[node.side], type = (node) => data.type[node.type];
const about = (node) => [type(node).name, node.side === data.none ? "" : side(node).name, plural(node.claims, "claim")].filter(Boolean).join(" · ");
const sentence = (link) => `${nodes[link.source].label} ${data.relation[link.relation].forward} ${nodes[link.target].label}`;
const other = (link, node) => nodes[nodes[link.source] === node ? link.target : link.source];

// Few days are steps of their own; of many, months are.
const month = data.dates.length > 60;
const steps = [...new Set(data.dates.map((day) => (month ? day.slice(0, 7) : day)))];
const stepOf = data.dates.map((day) => steps.indexOf(month ? day.slice(0, 7) : day));
range.to = steps.length - 1;
const whole = () => range.from === 0 && range.to === steps.length - 1;

for (const node of nodes) {
  node.links = [];
  node.folded = fold(node.label);
}
for (const link of links) for (const end of new Set([link.source, link.target])) nodes[end].links.push(link);

function counts(claim) {
  if (range.outlet >= 0 && claims.outlet[claim] !== range.outlet) return false;
  if (range.exchange >= 0 && claims.exchange[claim] !== range.exchange) return false;
  if (whole()) return true;
  const step = claims.date[claim] < 0 ? -1 : stepOf[claims.date[claim]];
  return step >= range.from && step <= range.to;
}
// Works out what is seen; a change of the filters is rarer than a search, which this is not part of.
function sift() {
  const all = whole() && range.outlet < 0 && range.exchange < 0;
  const good = all ? null : claims.article.map((_, claim) => counts(claim));
  for (const node of nodes) {
    node.fits = !off.side.has(node.side) && !off.type.has(node.type);
    node.seen = false;
  }
  for (const link of links) {
    link.now = all ? link.claims : link.claims.filter((claim) => good[claim]);
    link.width = Math.min(0.6 + 0.8 * Math.sqrt(link.now.length), 7);
    link.seen = link.now.length >= range.least && !off.relation.has(link.relation) && nodes[link.source].fits && nodes[link.target].fits;
    if (link.seen) nodes[link.source].seen = nodes[link.target].seen = true;
  }
  if (picked && !(picked.node || picked.link).seen) picked = null;
}
function look(text) {
  wanted = fold(text.trim());
  found = wanted ? nodes.filter((node) => node.seen && node.folded.includes(wanted)) : [];
}
// What stands out from the rest, or null where nothing does.
function lit() {
  if (picked?.link) return { nodes: [nodes[picked.link.source], nodes[picked.link.target]], links: [picked.link] };
  if (picked?.node) {
    const near = picked.node.links.filter((link) => link.seen);
    return { nodes: [...new Set([picked.node, ...near.map((link) => other(link, picked.node))])], links: near };
  }
  // The lines of very many actors would hide what was found.
  if (wanted) return { nodes: found, links: found.length > 100 ? [] : [...new Set(found.flatMap((node) => node.links.filter((link) => link.seen)))] };
  return null;
}

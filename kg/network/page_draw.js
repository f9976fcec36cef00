// Draws on a canvas, which holds thousands of actors where elements of a page can't. The whole network is drawn once and
// kept as a picture; what stands out is drawn over it, so that a search needs no second drawing of the rest.
const stage = by("stage"), drawing = by("drawing"), pen = drawing.getContext("2d"), tip = by("tip");
const kept = document.createElement("canvas"), still = kept.getContext("2d", { alpha: true });
const view = { k: 1, x: 0, y: 0, width: 0, height: 0 };
// Above so many lines in sight they are thin and straight, and have neither heads nor dashes.
const MANY = 2500, LABELS = 160, FEW = 60;
let cursor = null, drawn = null, pending = 0, plain = false, ink = {};

function theme() {
  const style = getComputedStyle(document.documentElement), read = (name) => style.getPropertyValue(name).trim();
  ink = { font: getComputedStyle(document.body).fontFamily, paper: read("--paper"), text: read("--ink"), mark: read("--mark"), faint: read("--faint"), dark: read("--dark") === "1" };
  drawn = null;
}
const colour = (node) => (ink.dark ? side(node).dark : side(node).colour);
// A pair without a direction has no source whose colour it could bear.
const tint = (link) => (data.directed ? colour(nodes[link.source]) : ink.faint);
const arrangement = () => (view.height > view.width ? 1 : 0);
function outline(on, corners, x, y, r) {
  on.beginPath();
  if (!corners.length) on.arc(x, y, r, 0, 7);
  else corners.forEach(([across, down], i) => (i ? on.lineTo(x + across * r, y + down * r) : on.moveTo(x + across * r, y + down * r)));
  on.closePath();
}
function placeAll() {
  const frame = arrangement();
  // In a crowd actors shrink, and grow to their own size as one comes closer.
  const scale = Math.min(1, Math.max(data.crowd[frame] > 4 ? 0.2 : 0.4, view.k / data.crowd[frame]));
  for (const node of nodes) {
    node.x = view.x + view.k * node.at[frame][0] * view.width;
    node.y = view.y + view.k * node.at[frame][1] * view.height;
    node.size = node.r * scale;
  }
}
const inside = (node, by = 60) => node.x > -by && node.y > -by && node.x < view.width + by && node.y < view.height + by;
function crosses(link) {
  const a = nodes[link.source], b = nodes[link.target];
  return Math.max(a.x, b.x) > -40 && Math.max(a.y, b.y) > -40 && Math.min(a.x, b.x) < view.width + 40 && Math.min(a.y, b.y) < view.height + 40;
}
// A line's points: start, control, end before the head, and the head's tip; a loop has two controls.
function curve(link) {
  const a = nodes[link.source], b = nodes[link.target], long = data.directed ? 5 + 1.5 * link.width : -1;
  if (a === b) {
    const { x, y, size: r } = a, head = [x + 0.5 * r, y - 0.87 * r - 1];
    return [[x - 0.5 * r, y - 0.87 * r], [x - 1.6 * r, y - 3.2 * r], [head[0] + 0.3 * long, head[1] - 0.9 * long], head, [x + 1.6 * r, y - 3.2 * r]];
  }
  const bend = plain ? 0 : link.bend[arrangement()];
  const middle = [(a.x + b.x) / 2 + 2 * bend * (b.y - a.y), (a.y + b.y) / 2 - 2 * bend * (b.x - a.x)];
  const towards = (node, far) => {
    const across = middle[0] - node.x, down = middle[1] - node.y, share = Math.min(far / (Math.hypot(across, down) || 1), 1);
    return [node.x + across * share, node.y + down * share];
  };
  return [towards(a, a.size + 1), middle, towards(b, b.size + 2 + long), towards(b, b.size + 2)];
}
function trace(on, [start, middle, base, , second]) {
  on.moveTo(...start);
  if (second) on.bezierCurveTo(...middle, ...second, ...base);
  else on.quadraticCurveTo(...middle, ...base);
}
function fullLine(on, link) {
  const points = curve(link), [, , base, head] = points;
  on.strokeStyle = on.fillStyle = tint(link);
  on.lineWidth = link.width;
  on.setLineDash(data.relation[link.relation].dash.map((n) => n * Math.max(link.width, 1.4)));
  on.beginPath();
  trace(on, points);
  on.stroke();
  on.setLineDash([]);
  if (!data.directed) return;
  const across = head[0] - base[0], down = head[1] - base[1], half = (2.2 + 0.9 * link.width) / (Math.hypot(across, down) || 1);
  on.beginPath();
  on.moveTo(...head);
  on.lineTo(base[0] - down * half, base[1] + across * half);
  on.lineTo(base[0] + down * half, base[1] - across * half);
  on.fill();
}
function thinLines(on, some) {
  const groups = new Map();
  for (const link of some) {
    const key = tint(link);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(link);
  }
  on.lineWidth = 1;
  for (const [shade, group] of groups) {
    on.strokeStyle = shade;
    // A path of thousands of pieces takes longer than many short ones.
    for (let start = 0; start < group.length; start += 200) {
      on.beginPath();
      for (const link of group.slice(start, start + 200)) {
        on.moveTo(nodes[link.source].x, nodes[link.source].y);
        on.lineTo(nodes[link.target].x, nodes[link.target].y);
      }
      on.stroke();
    }
  }
}
function lines(on, some, alpha) {
  const near = some.filter(crosses);
  if (plain && near.length > 400) {
    on.globalAlpha = Math.min(alpha, Math.max(0.06, 600 / near.length));
    thinLines(on, near);
  } else {
    on.globalAlpha = alpha;
    for (const link of near) fullLine(on, link);
  }
  on.globalAlpha = 1;
}
function spots(on, some) {
  on.lineWidth = plain ? 0.75 : 1.5;
  on.strokeStyle = ink.paper;
  // The smaller ones last, so that a big one never hides them.
  for (const node of some) {
    if (!inside(node)) continue;
    outline(on, type(node).shape, node.x, node.y, node.size);
    on.fillStyle = colour(node);
    on.fill();
    on.stroke();
  }
}
function ring(node, width) {
  outline(pen, type(node).shape, node.x, node.y, node.size + 2);
  pen.strokeStyle = ink.mark;
  pen.lineWidth = width;
  pen.stroke();
}
function sized(canvas, on) {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  canvas.width = Math.max(1, Math.round(view.width * ratio));
  canvas.height = Math.max(1, Math.round(view.height * ratio));
  on.setTransform(ratio, 0, 0, ratio, 0, 0);
}
// Draws the whole network into the kept picture.
function keep() {
  sized(kept, still);
  const all = links.filter((link) => link.seen && crosses(link));
  plain = all.length > MANY;
  lines(still, all, ink.dark ? 0.75 : 0.6);
  spots(still, nodes.filter((node) => node.seen));
  drawn = { k: view.k, x: view.x, y: view.y };
}
// Shows the network: at once what was kept, moved to where it belongs, and anew as soon as a gesture rests.
function draw(moving = false) {
  if (!view.width || !view.height) return;
  placeAll();
  if (!drawn) keep();
  else if (drawn.k !== view.k || drawn.x !== view.x || drawn.y !== view.y) {
    if (moving && plain) {
      clearTimeout(pending);
      pending = setTimeout(() => { drawn = null; draw(); }, 120);
    } else keep();
  }
  const bright = lit(), k = view.k / drawn.k;
  pen.save();
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, drawing.width, drawing.height);
  pen.restore();
  pen.globalAlpha = bright ? 0.16 : 1;
  pen.drawImage(kept, view.x - drawn.x * k, view.y - drawn.y * k, view.width * k, view.height * k);
  pen.globalAlpha = 1;
  if (bright) {
    if (picked?.link) {
      pen.strokeStyle = ink.mark;
      pen.globalAlpha = 0.3;
      pen.lineWidth = 12;
      pen.beginPath();
      trace(pen, curve(picked.link));
      pen.stroke();
    }
    lines(pen, bright.links, 0.9);
    spots(pen, bright.nodes);
  }
  const shown = bright ? bright.nodes : nodes.filter((node) => node.seen);
  label(shown, new Set(bright ? bright.nodes : []));
  if (picked?.node) ring(picked.node, 3);
  if (cursor?.seen && document.activeElement === drawing) ring(cursor, 3);
}
// Labels keep their size at every zoom. The busiest actors come first, below or else above their spot; one that would
// cover another or an actor waits for more room.
function label(shown, bold) {
  const grid = new Map(), cell = 64, near = shown.filter((node) => inside(node, 0));
  const cells = (box) => {
    const keys = [];
    for (let i = Math.floor(box[0] / cell); i <= box[2] / cell; i++) for (let j = Math.floor(box[1] / cell); j <= box[3] / cell; j++) keys.push(i * 10000 + j);
    return keys;
  };
  const take = (box, keys) => { for (const key of keys) grid.has(key) ? grid.get(key).push(box) : grid.set(key, [box]); };
  // Among very many actors no place would be free of them.
  if (near.length < 600) for (const { x, y, size } of near) {
    const box = [x - size, y - size, x + size, y + size];
    take(box, cells(box));
  }
  data.labels = [];
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const node of near.slice(0, 800)) {
    if (data.labels.length >= (plain && !bold.size ? FEW : LABELS)) break;
    pen.font = `${bold.size && bold.size < 40 ? "600 " : ""}12px ${ink.font}`;
    node.wide ??= Math.max(...node.lines.map((line) => pen.measureText(line).width)) * 1.04;
    const half = node.wide / 2 + 2, high = 14 * node.lines.length;
    // At the edge a label moves inwards.
    const x = node.x + Math.max(0, half - node.x) - Math.max(0, node.x + half - view.width);
    const top = [node.size + 3, -node.size - high - 3].map((shift) => node.y + shift).find((at) => {
      const box = [x - half, at, x + half, at + high], keys = cells(box);
      if (at < 0 || at + high > view.height + 2) return false;
      if (keys.some((key) => grid.get(key)?.some((o) => o[0] < box[2] && o[2] > box[0] && o[1] < box[3] && o[3] > box[1]))) return false;
      take(box, keys);
      data.labels.push({ label: node.label, box });
      return true;
    });
    if (top === undefined) continue;
    pen.strokeStyle = ink.paper;
    pen.lineWidth = 3.5;
    pen.fillStyle = ink.text;
    node.lines.forEach((line, i) => {
      pen.strokeText(line, x, top + 7 + 14 * i);
      pen.fillText(line, x, top + 7 + 14 * i);
    });
  }
}
// Finds what lies under a point: an actor before a line.
function under(x, y) {
  let best = null, least = 6;
  for (const node of nodes) {
    const far = node.seen ? Math.hypot(node.x - x, node.y - y) - node.size : Infinity;
    if (far < least) [best, least] = [{ node }, far];
  }
  if (best && least < 3) return best;
  for (const link of links) {
    if (!link.seen || !crosses(link)) continue;
    const far = away(link, x, y);
    if (far < least) [best, least] = [{ link }, far];
  }
  return best;
}
function at([start, middle, base, , second], t) {
  const u = 1 - t;
  if (second) return [0, 1].map((i) => u ** 3 * start[i] + 3 * u * u * t * middle[i] + 3 * u * t * t * second[i] + t ** 3 * base[i]);
  return [0, 1].map((i) => u * u * start[i] + 2 * u * t * middle[i] + t * t * base[i]);
}
function away(link, x, y) {
  const a = nodes[link.source], b = nodes[link.target], slack = a === b ? 4 * a.size : 12 + 0.5 * Math.hypot(a.x - b.x, a.y - b.y) * (plain ? 0 : 1);
  if (x < Math.min(a.x, b.x) - slack || x > Math.max(a.x, b.x) + slack || y < Math.min(a.y, b.y) - slack || y > Math.max(a.y, b.y) + slack) return Infinity;
  const points = curve(link), count = plain ? 1 : 14;
  let least = Infinity, from = points[0];
  for (let i = 1; i <= count; i++) {
    const to = at(points, i / count), across = to[0] - from[0], down = to[1] - from[1];
    const share = Math.min(1, Math.max(0, ((x - from[0]) * across + (y - from[1]) * down) / (across * across + down * down || 1)));
    least = Math.min(least, Math.hypot(x - from[0] - share * across, y - from[1] - share * down));
    from = to;
  }
  return least;
}

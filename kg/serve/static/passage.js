// Shows the passage that an address names by its offsets (#char=120,245) where no mark has exactly those.
export function showPassage() {
  window.addEventListener("hashchange", show);
  show();
}

function show() {
  if (window.CSS?.highlights) CSS.highlights.delete("passage");
  const asked = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  if (!asked || document.getElementById(asked[0].slice(1))) return;
  const [start, end] = [Number(asked[1]), Number(asked[2])];
  const found = new Range();
  const first = place(start, false);
  const last = place(end, true);
  if (!first || !last) return;
  found.setStart(...first);
  found.setEnd(...last);
  if (window.Highlight) CSS.highlights.set("passage", new Highlight(found));
  const box = found.getBoundingClientRect();
  window.scrollTo({ top: window.scrollY + box.top - window.innerHeight / 3 });
}

// Offsets count code points of the article's text; the browser counts halves of some.
function place(offset, atEnd) {
  let paragraph = null;
  for (const one of document.querySelectorAll(".text[data-start]")) {
    const start = Number(one.dataset.start);
    if (atEnd ? start < offset : start <= offset) paragraph = one;
  }
  if (!paragraph) return null;
  let left = offset - Number(paragraph.dataset.start);
  const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".pin") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let last = null;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    last = node;
    const points = Array.from(node.data);
    if (left < points.length || (atEnd && left === points.length)) {
      return [node, points.slice(0, left).join("").length];
    }
    left -= points.length;
  }
  return last && [last, last.data.length];
}

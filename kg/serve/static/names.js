// Offers names of actors, places and exchanges in the search box.
const WAIT = 150;

export function offerNames() {
  const box = document.querySelector('input[list="names"]');
  const list = document.getElementById("names");
  if (!box || !list) return;
  let timer = 0;
  let known = new Map();
  box.addEventListener("input", () => {
    const chosen = known.get(box.value);
    if (chosen) {
      location.assign(chosen);
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = box.value.trim();
      if (typed.length < 2) return;
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || box.value.trim() !== typed) return;
      const found = await answer.json();
      known = new Map(found.map((one) => [one.label, one.href]));
      list.replaceChildren(
        ...found.map((one) => Object.assign(document.createElement("option"), { value: one.label, label: one.kind })),
      );
    }, WAIT);
  });
}

// A field with suggestions under it: arrows go through them, Enter takes one, Escape closes. As a screen reader expects
// it, the field keeps the focus, and says which suggestion is active.

class Combobox {
  constructor(input, list, { find, show, choose, status }) {
    Object.assign(this, { input, list, find, show, choose, status, found: [], active: -1 });
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
      autocomplete: "off",
      spellcheck: "false",
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    list.setAttribute("role", "listbox");
    input.addEventListener("input", () => this.update());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => this.update());
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  update() {
    this.found = this.find(this.input.value);
    this.list.replaceChildren(...this.found.map((hit, n) => this.row(hit, n)));
    this.open(this.found.length > 0);
    this.mark(-1);
    const count = this.found.length;
    this.status.textContent = this.input.value.trim() ? `${count} result${count === 1 ? "" : "s"}` : "";
  }

  row(hit, n) {
    return h(
      "li",
      { role: "option", id: `${this.list.id}-${n}`, "aria-selected": "false", onclick: () => this.take(n) },
      this.show(hit),
    );
  }

  open(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
  }

  close() {
    this.open(false);
    this.mark(-1);
  }

  mark(n) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = n;
    const row = this.list.children[n];
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  take(n) {
    const hit = this.found[n];
    if (!hit) return;
    this.close();
    this.choose(hit);
  }

  key(event) {
    const count = this.found.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      if (this.list.hidden) this.open(true);
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.mark((from + step + count) % count);
    } else if (event.key === "Enter" && count) {
      this.take(Math.max(this.active, 0));
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.close();
      event.stopPropagation();
    } else {
      return;
    }
    event.preventDefault();
  }
}

// A result of a search: the name, what it leads to, and what kind of match it was.
function hitRow(hit) {
  const title = hitTitle(hit);
  return [
    h(
      "span",
      { class: "hit" },
      hit.text,
      title !== hit.text && h("span", { class: "aside" }, ` → ${title}`),
      hit.usual && badge("usual reading"),
    ),
    h(
      "span",
      { class: "how" },
      hit.how.startsWith("similar") ? hit.how : `${hit.form} ${hit.how}`,
      hit.form === kindWords(hit.kind) ? "" : ` · ${kindWords(hit.kind)}`,
    ),
  ];
}

// The name of what a result leads to; for a brand, its drugs.
function hitTitle({ kind, ref }) {
  return kind === "brand" ? entryOf(ref).drugs.map(nameOf).join(" + ") : titleOf(ref);
}

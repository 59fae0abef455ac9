// The facts of a profile as buttons and fields: main ones first, the others folded by their subject. What is said is
// a Map from axis to texts; `changed` is called when it changes.

const FIRST_FACTS = 7;
const TREATMENT_KINDS = ["drug", "brand", "class", "regimen", "protocol"];

class FactsForm {
  constructor(texts, changed) {
    Object.assign(this, { texts, changed, buttons: [], chips: [] });
    const axes = sorted([...book.axes.values()], (axis) => [-askedBy(axis), axis.id]);
    const main = axes.filter((axis) => axis.flag).map((axis) => this.field(axis));
    this.element = h(
      "form",
      { "aria-label": "Facts of the tumour and the patient", onsubmit: (event) => event.preventDefault() },
      main.slice(0, FIRST_FACTS),
      folded("More facts", main.slice(FIRST_FACTS), this.others(axes)),
    );
    for (const axis of texts.keys()) openAround(this.fieldOf(axis));
    this.refresh();
  }

  // The facts without a flag of their own, by their subject.
  others(axes) {
    const inside = (group) => axes.filter((axis) => !axis.flag && axis.group === group).map((axis) => this.field(axis));
    return unique(axes.map((axis) => axis.group)).map((group) => folded(group, inside(group)));
  }

  fieldOf(axis) {
    return this.element.querySelector(`#fact-${CSS.escape(axis)}`);
  }

  field(axis) {
    const control =
      axis.form === "number" ? this.number(axis) : axis.treatments ? this.treatments(axis) : this.values(axis);
    const help = h("p", { class: axis.flag ? "unseen" : "help", id: `help-${axis.id}` }, axis.help);
    const attributes = { id: `fact-${axis.id}`, tabindex: -1, "aria-describedby": help.id };
    return h("fieldset", attributes, h("legend", {}, axis.name), help, control);
  }

  values(axis) {
    const every = axis.form === "set" ? [...axis.values, NONE] : axis.values;
    return every.map((value) => this.button(axis, value, value.split(".").at(-1).replaceAll("-", " ")));
  }

  button(axis, value, label) {
    const attributes = { type: "button", "data-axis": axis.id, "data-value": value, title: axis.phrases[value] };
    const button = h("button", { ...attributes, onclick: () => this.toggle(axis, value) }, label);
    this.buttons.push(button);
    return button;
  }

  // On an axis with one value, a new value replaces the old; in a set, "none" stands alone.
  toggle(axis, value) {
    const before = this.texts.get(axis.id) ?? [];
    const without = before.filter((text) => text !== value && text !== NONE);
    const added = before.includes(value) ? [] : [value];
    this.say(axis, axis.form === "set" && value !== NONE ? [...without, ...added] : added);
  }

  number(axis) {
    const input = h("input", {
      id: `number-${axis.id}`,
      "data-number": axis.id,
      inputmode: "text",
      placeholder: "3, <10 or >=10",
      "aria-label": `${axis.name}: a number, such as 3, <10 or >=10`,
      size: 12,
    });
    input.addEventListener("change", () => this.say(axis, input.value.trim() ? [input.value.trim()] : []));
    return input;
  }

  treatments(axis) {
    const chips = h("span", { class: "chosen" });
    this.chips.push([axis, chips]);
    return [chips, this.picker(axis), this.button(axis, NONE, NONE)];
  }

  // A field that finds treatments by any name.
  picker(axis) {
    const label = `${axis.name}: add a drug, brand, class or regimen`;
    const input = h("input", {
      "data-treatments": axis.id,
      "aria-label": label,
      placeholder: "drug, class, regimen",
      size: 18,
    });
    const list = h("ul", {
      class: "suggestions",
      id: `list-${axis.id}`,
      "aria-label": `Suggestions for ${axis.name}`,
      hidden: true,
    });
    const status = h("span", { class: "unseen", role: "status" });
    const choose = (hit) => {
      input.value = "";
      this.toggleTreatment(axis, treatmentText(hit.ref));
    };
    new Combobox(input, list, { find: treatmentHits, show: hitRow, choose, status });
    return h("span", { class: "picker" }, input, list, status);
  }

  toggleTreatment(axis, text) {
    const before = (this.texts.get(axis.id) ?? []).filter((one) => one !== NONE);
    this.say(axis, before.includes(text) ? before.filter((one) => one !== text) : [...before, text]);
  }

  say(axis, told) {
    if (told.length) this.texts.set(axis.id, told);
    else this.texts.delete(axis.id);
    this.refresh();
    this.changed();
  }

  // Show what is said: buttons that are pressed, numbers, and treatments with a button that takes each away.
  refresh() {
    for (const button of this.buttons) {
      const { axis, value } = button.dataset;
      button.setAttribute("aria-pressed", String((this.texts.get(axis) ?? []).includes(value)));
    }
    for (const input of this.element?.querySelectorAll("[data-number]") ?? [])
      input.value = this.texts.get(input.dataset.number)?.[0] ?? "";
    for (const [axis, chips] of this.chips) chips.replaceChildren(...this.chosen(axis));
  }

  chosen(axis) {
    const told = (this.texts.get(axis.id) ?? []).filter((text) => text !== NONE);
    return told.map((text) => this.chip(axis, text, treatmentTitle(text)));
  }

  chip(axis, text, name) {
    const take = () => this.toggleTreatment(axis, text);
    return h(
      "button",
      { type: "button", class: "chip", "aria-label": `remove ${name}`, onclick: take },
      `${name} ×`,
    );
  }
}

// Open everything that a field is folded in.
function openAround(field) {
  for (let one = field?.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
}

// How many statements ask for an axis: those that most statements depend on come first.
function askedBy(axis) {
  const asks = (one) => one.when && leaves(one.when).some((leaf) => leaf.axis === axis.id);
  return book.rules.statements.filter(asks).length;
}

const treatmentHits = (text) =>
  search(text)
    .filter((hit) => TREATMENT_KINDS.includes(hit.kind) && isTreatment(hit.ref))
    .slice(0, 12);
const isTreatment = (ref) => book.rules.members[parted(ref, ".")[1]] || book.rules.stands[ref];

// How a treatment is said: a drug or class by its id, a brand or regimen with what it is.
function treatmentText(ref) {
  const [kind, id] = parted(ref, ".");
  return kind === "drug" || kind === "class" ? id : `${kind}/${id}`;
}

function treatmentTitle(text) {
  return book.rules.members[text] ? nameOf(text) : titleOf(text.replace("/", "."));
}

// --- in the address ---

// Facts as they stand after "#options?": short forms of values, ids of treatments, names that only one entry has. What
// is not a fact is kept, so that the answer can say so.
function textsFrom(query) {
  const texts = new Map();
  for (const [name, text] of new URLSearchParams(query)) {
    const told = text
      .split(",")
      .map((one) => textFrom(axisOf(name), one.trim()))
      .filter(Boolean);
    if (name !== "region") texts.set(name, [...(texts.get(name) ?? []), ...told]);
  }
  return texts;
}

// The region whose labels count, "" for every region.
function regionFrom(query) {
  const text = (new URLSearchParams(query).get("region") ?? "").toUpperCase();
  return { GB: "UK", USA: "US" }[text] ?? text;
}

function textFrom(axis, text) {
  if (!axis || axis.form === "number" || text === NONE) return text;
  if (!axis.treatments) return axis.forms[text.toLowerCase().replaceAll(" ", "-")] ?? text;
  const known = book.rules.members[text] || book.rules.stands[text.replace("/", ".")];
  const named = known ? [] : treatmentHits(text).filter((hit) => hit.rank === 0);
  return named.length === 1 ? treatmentText(named[0].ref) : text;
}

function queryOf(texts, region) {
  const facts = [...texts].map(([axis, told]) => `${axis}=${told.map(encodeURIComponent).join(",")}`);
  return [...facts, ...(region ? [`region=${region}`] : [])].join("&");
}

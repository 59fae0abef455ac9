// The pages around the cards: the first one, what a search finds, what this page is.

const LEAD =
  "What a regimen acronym stands for, what drug a brand is, which treatments published sources name for which " +
  "tumour: with a source for everything. A vocabulary and a map of sources, never advice.";
const EXAMPLES = ["drug.trastuzumab-emtansine", "regimen.tchp", "brand.ibrance"];

const notFound = (text) => [card("reference", "Nothing has that name"), searchList(text)];
const searchView = (text) => [card("search", `Search: ${text}`), searchList(text)];

function searchList(text) {
  const found = search(text);
  const none = `Nothing here is called ${text}. The command mbc expand reads whole treatment texts: "ddAC x4 -> wkly Taxol".`;
  const hit = (one) => h("li", {}, h("a", { href: addressOf(one.ref) }, hitRow(one)));
  return found.length ? h("ul", { class: "hits" }, found.map(hit)) : h("p", {}, none);
}

function home() {
  const start = ([address, title, text]) => h("li", {}, h("a", { href: address }, title), h("p", {}, text));
  const examples = commas(EXAMPLES.filter(entryOf).map((ref) => link(ref)));
  const slash = [". Press ", h("kbd", {}, "/"), " to search from anywhere."];
  return [
    card("reference", "The vocabulary of metastatic breast cancer treatment"),
    h("p", { class: "lead" }, LEAD),
    h("ul", { class: "starts" }, starts().map(start)),
    h("p", { class: "run" }, "Type a name, brand, code or acronym above, such as ", examples, slash),
  ];
}

function starts() {
  const count = (kind) => Object.keys(book.entries[kind]).length;
  return [
    [
      "#options?her2=positive&hr=negative",
      "What sources name",
      "for a tumour, by line of therapy; the facts are buttons",
    ],
    ["#class", "Drug classes", `${count("class")} classes with ${count("drug")} drugs`],
    ["#regimen", "Regimens", `${count("regimen")} acronyms as phases, with their letters`],
    ["#conflict", "Conflicts", `${count("erratum")} places where sources disagree, are wrong or superseded`],
    ["#source", "Sources", `${count("source")} documents behind all of it`],
    ["#about", "About", "what this page is and is not, its licence and its keys"],
  ];
}

// It stands in the page itself.
const about = () => [card("reference", "About this page"), document.getElementById("about").content.cloneNode(true)];

// Filters the questions, and opens the one the address names. A question is shown when it has
// every key that is chosen and its row or answer holds the text.
(() => {
  const form = document.querySelector("form");
  const questions = [...document.querySelectorAll(".question")];
  const count = document.querySelector(".count output");
  const nothing = document.querySelector(".nothing");

  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();
  const words = new Map(); // of a question, made when first looked for
  const wordsOf = (question) => {
    if (!words.has(question)) {
      const parts = question.querySelectorAll(":scope > summary, .golden, .said, .cites, .why, .tag");
      const texts = [...parts].map((part) => part.textContent);
      words.set(question, plain([question.id.slice(2), ...texts].join("\n")));
    }
    return words.get(question);
  };

  const filter = () => {
    const { text, ...chosen } = Object.fromEntries(new FormData(form));
    const keys = Object.values(chosen).filter(Boolean);
    const wanted = plain(text).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const question of questions) {
      const has = question.dataset.keys.split(" ");
      const fits =
        keys.every((key) => has.includes(key)) &&
        wanted.every((word) => wordsOf(question).includes(word));
      question.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown;
    nothing.hidden = shown > 0;
  };

  const follow = () => {
    const question = document.querySelector(".question:target");
    if (!question) return;
    if (question.hidden) {
      form.reset();
      filter();
    }
    question.open = true;
    question.scrollIntoView();
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter)); // after the fields are empty
  nothing.querySelector("button").addEventListener("click", () => form.reset());
  addEventListener("hashchange", follow);
  addEventListener("load", follow);
  filter(); // a browser may keep the fields when the page is loaded again
})();

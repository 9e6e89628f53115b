// Citations lead to the sentence they cite, and back; a new question comes into view, and what
// is wrong with its dates.
(() => {
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const bringIntoView = (element, block) =>
    element.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block });
  let asked = null; // the citation last followed, to go back to

  const follow = (cite) => {
    const mark = document.getElementById(`mark-${cite.dataset.turn}-${cite.dataset.number}`);
    if (!mark) return;
    asked = cite;
    document.querySelectorAll(".active").forEach((one) => one.classList.remove("active"));
    const folded = mark.closest("details");
    if (folded) folded.open = true;
    const source = mark.closest(".source");
    for (const one of [cite, source, mark]) one.classList.add("active");
    source.focus({ preventScroll: true });
    bringIntoView(mark, "center");
  };

  const goBack = (turn) => {
    const target = asked?.isConnected ? asked : document.getElementById(`question-${turn}`);
    if (!target) return;
    target.focus({ preventScroll: true });
    bringIntoView(target, "center");
  };

  document.addEventListener("click", (event) => {
    const cite = event.target.closest?.("button.cite");
    if (cite) follow(cite);
    const back = event.target.closest?.("button.back");
    if (back) goBack(back.dataset.turn);
  });

  // Move the page only when the question is not in its upper half.
  const reveal = (exchange) => {
    const { top } = exchange.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) bringIntoView(exchange, "start");
  };

  let shown = "";
  let told = null;
  new MutationObserver(() => {
    const exchange = document.querySelector("#current .exchange");
    const language = document.querySelector("#masthead [lang]")?.lang;
    if (language && document.documentElement.lang !== language)
      document.documentElement.lang = language;
    if (exchange && exchange.id !== shown) reveal(exchange);
    shown = exchange ? exchange.id : "";
    const problem = document.querySelector("#dates-problem .problem");
    if (problem && problem !== told) bringIntoView(problem, "nearest");
    told = problem;
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["id", "lang"] });
})();

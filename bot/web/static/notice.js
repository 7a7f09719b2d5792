// The page of a notice: the table of clauses stands open where there is room; printing.

const toc = document.getElementById("toc");
const print = document.getElementById("print");

toc.open = matchMedia("(min-width: 64rem)").matches;
print.hidden = false;
print.addEventListener("click", () => window.print());

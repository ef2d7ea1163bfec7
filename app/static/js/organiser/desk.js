// On a narrow screen the bars scroll: where one is comes into sight.

for (const bar of document.querySelectorAll(".desk nav")) {
  const here = bar.querySelector("[aria-current]");
  if (here) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

// Makes the buttons that add, move and take away rows quick: the form is posted as ever, and only
// itself is put in place of what came back. Without this module the whole page comes back.

const ID = "question-form";
let unsaved = document.getElementById(ID).dataset.unsaved === "yes";

document.addEventListener("input", (event) => {
  if (event.target.closest(`#${ID}`)) unsaved = true;
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const act = event.submitter?.name === "act" ? event.submitter.value : "save";
  if (form.id !== ID || act === "save") {
    unsaved = false;
    return;
  }
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(ID);
    if (!fresh) throw new Error("no form came back");
    form.replaceWith(fresh);
    unsaved = true;
    const target = fresh.querySelector("[autofocus]") || page.getElementById("form-errors");
    target?.focus();
  } catch {
    // Without a network the form stays as it is: nothing typed is lost.
    form.removeAttribute("aria-busy");
  }
});

addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

document.getElementById("form-errors")?.focus();

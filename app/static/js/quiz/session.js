// Signing in again without leaving the quiz.

export function makeSession({ dialog, say, signIn, returned }) {
  const form = dialog.querySelector("[data-session-form]");
  const why = dialog.querySelector("[data-session-why]");
  const error = dialog.querySelector("[data-session-error]");
  const go = dialog.querySelector("[data-session-go]");
  const phone = dialog.querySelector("#session-phone");
  const password = dialog.querySelector("#session-password");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!phone.value.trim() || !password.value) return tell("sign_in_wrong");
    go.disabled = true;
    const answer = await signIn(phone.value.trim(), password.value);
    go.disabled = false;
    if (answer !== "in") return tell(answer === "network" ? "sign_in_no_network" : `sign_in_${answer}`);
    password.value = "";
    close();
    returned();
    return undefined;
  });
  dialog.querySelector("[data-session-later]").addEventListener("click", close);

  function tell(word) {
    error.textContent = say(word);
    error.hidden = false;
  }

  // kind: signedOut, or foreign when another account is signed in.
  function ask(kind) {
    why.textContent = say(kind === "foreign" ? "other_account" : "signed_out");
    error.hidden = true;
    if (dialog.open) return;
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute("open", "");
    phone.focus();
  }

  function close() {
    if (dialog.close) dialog.close();
    else dialog.removeAttribute("open");
  }

  return { ask, close };
}

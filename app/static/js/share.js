// Where a phone can share pictures, the download link shares instead.

const link = document.querySelector("[data-share]");

link?.addEventListener("click", async (event) => {
  if (!navigator.canShare) return;
  event.preventDefault();
  try {
    const reply = await fetch(link.href);
    const file = new File([await reply.blob()], "thi-so.png", { type: "image/png" });
    if (!navigator.canShare({ files: [file] })) throw new Error("no files");
    await navigator.share({ files: [file], title: link.dataset.title });
  } catch (error) {
    if (error.name !== "AbortError") location.assign(link.href);
  }
});

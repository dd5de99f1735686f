// Escape does what the closing link of a dialog does.
document.addEventListener("keydown", (event) => {
  const close = document.querySelector("dialog[open] [data-close]");
  if (event.key === "Escape" && close) {
    close.click();
  }
});

// Forms of server-made desk pages: posted with the header of the desk, and the page read anew.

const told = document.getElementById("told");

async function post(form) {
  const wish = Object.fromEntries(new FormData(form));
  const answer = await fetch(form.dataset.action, {
    method: "POST",
    headers: { "X-Sila": "desk", "Content-Type": "application/json" },
    body: JSON.stringify(wish),
  });
  if (answer.ok) {
    location.reload();
    return;
  }
  const { error } = await answer.json().catch(() => ({}));
  told.textContent = error ?? String(answer.status);
  told.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  post(event.target);
});

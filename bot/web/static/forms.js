// Forms of server-made desk pages: posted with the header of the desk, and the page read anew.

const told = document.getElementById("told");

function tell(words) {
  told.textContent = words;
  told.scrollIntoView({ block: "nearest" });
}

async function post(form) {
  const wish = Object.fromEntries(new FormData(form));
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const language = document.documentElement.lang;
    const answer = await fetch(`${form.dataset.action}?language=${language}`, {
      method: "POST",
      headers: { "X-Sila": "desk", "Content-Type": "application/json" },
      body: JSON.stringify(wish),
    });
    if (answer.ok) return location.reload();
    const { error } = await answer.json().catch(() => ({}));
    tell(error ?? told.dataset.lost);
  } catch {
    tell(told.dataset.lost);
  }
  button.disabled = false;
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  post(event.target);
});

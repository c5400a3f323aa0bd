// What an officer typed and did not send: kept by case and by box until the tab is closed.

/** The drafts of one box: "reply", "note" or a move's id. */
export function draft(officer, reference, box) {
  const key = `desk:${officer}:${reference}:${box}`;
  return {
    read: () => sessionStorage.getItem(key) ?? "",
    keep: (text) => (text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key)),
  };
}

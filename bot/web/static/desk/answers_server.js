// What the answers page asks of the server.

import { post, talk } from "./server.js";

const one = (id) => `/desk/answers/one/${encodeURIComponent(id)}`;
const change = (answer, wish) =>
  post(one(answer.id), { revision: answer.revision, proposal: answer.proposal, ...wish });

export const readBoard = () => talk("/desk/answers/board");
export const readAnswer = (id) => talk(one(id));
export const save = (answer, proposal) => change(answer, { do: "save", proposal });
export const approve = (answer, proposal, days) =>
  change(answer, { do: "approve", proposal, corrects_days: days });
export const discard = (answer) => change(answer, { do: "discard" });
export const phrase = (ids, answer, text) =>
  post("/desk/answers/questions", { do: "phrase", ids, answer, text });
export const settle = (ids) => post("/desk/answers/questions", { do: "settle", ids });

import type { Phrases } from "../../kernel/phrases.ts";

/** How people ask for what is to be done at its time. */
export const phrases: Phrases = {
  language: "en",
  rules: {
    asked: "[(tell me|show me|give me)]",
    tasks: "(tasks|scheduled tasks|schedules|planned tasks)",
  },
  phrases: [
    {
      say: [
        "<asked> what is (scheduled|planned)",
        "<asked> (what|which) <tasks> (are there|do (i|we) have)",
        "(list|show|show me) [all] [(the|my|our)] <tasks>",
      ],
      tool: "task_list",
    },
  ],
};

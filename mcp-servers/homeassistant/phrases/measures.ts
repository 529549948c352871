import { measures } from "../measures.ts";
import { values } from "../measured.ts";
import type { Said } from "./said.ts";

type Ways = Pick<Said, "say" | "when">;
const get = (name: string, what: string, ways: Ways): Said => ({ ...ways, tool: "home_get", args: { name, what } });

const VALUE: Record<string, string> = {
  temperature: "(temperature|temp|temperature reading|current temperature)",
  "target temperature": "(target temperature|set temperature|temperature set to|setpoint|target temp)",
  humidity: "(humidity|humidity level)",
  battery: "(battery|battery level|charge|battery charge|battery status|battery percentage)",
  brightness: "(brightness|brightness level)",
  position: "(position)",
  volume: "(volume|volume level)",
  source: "(source|input)",
  speed: "(speed|fan speed)",
  mode: "(mode)",
  color: "<color>",
  title: "(song|track|title|tune|music|movie|film|show)",
};

const howMuch = Object.entries(VALUE)
  .filter(([what]) => what in values)
  .map(([what, said]) =>
    get("{name}", what, {
      say: [
        `<ask> (what is|whats|tell me|give me|how is|how high is) [the] [current] ${said} (of|in|on|for|at) {name:about ${what}} <lately>`,
        `<ask> (what is|whats|tell me|give me) {name:about ${what}} [current] ${said} <lately>`,
        `<ask> [the] ${said} (of|in|on|for|at) {name:about ${what}}`,
        `(what is|whats) [the] [current] ${said} <lately> (of|in|on|for|at) {name:about ${what}}`,
      ],
    }),
  );

/** What sensors measure besides: one way to ask for all of it. */
export const measureSayings: Record<string, string> = Object.fromEntries(
  Object.entries(measures).flatMap(([name, said]) => said.map((word) => [word, name.replaceAll("_", " ")])),
);
const GRADE = "[(level|concentration|reading|value|rate|amount|measurement|consumption|usage)]";
const BY = "(of|in|on|for|at|from|indicated by|measured by|shown by|reported by|given by|according to)";
const measured = get("{name}", "{what}", {
  say: [
    `<ask> (what is|whats|tell me|give me|how high is) [the] [(current|total)] [(amount|level|concentration|value) of] {what:measure} ${GRADE} <lately> ${BY} {name:reading} <lately>`,
    `<ask> (what is|whats|tell me|give me) {name:reading} [current] {what:measure} ${GRADE} <lately>`,
    `how much {what:measure} [is there] ${BY} {name:reading} <lately>`,
    `how much {what:measure} does {name:reading} (use|need|draw|consume|have|make|produce) <lately>`,
  ],
});

const OVER = "(above|over|warmer than|hotter than|higher than|more than|greater than|brighter than|louder than)";
const UNDER = "(below|under|colder than|cooler than|lower than|less than|darker than|quieter than)";
const AMOUNT: Record<string, string> = {
  temperature: "{value:temperature}",
  humidity: "{value:percent}",
  battery: "{value:percent}",
  brightness: "{value:percent}",
  position: "{value:percent}",
  volume: "{value:percent}",
};
const UNIT =
  "[(percent|watts|watt|kilowatts|kilowatt|w|kw|ppm|lux|volts|volt|v|amps|amperes|a|hpa|pascal|db|liters|litres)]";

/** A value against a limit, asked or stated. */
const compared = ["above", "below"].flatMap((side) => {
  const than = side === "above" ? OVER : UNDER;
  const against = (what: string, name: string, amount: string, ways: Ways) =>
    get(name, `${what} ${side} ${amount}`, ways);
  const each = Object.entries(AMOUNT).map(([what, amount]) => {
    const [things, is] = [`{name:about ${what}}`, `${than} ${amount}`];
    const its = `[the] ${VALUE[what]} (of|in|on|for|at) ${things}`;
    return against(what, "{name}", "{value}", {
      say: [`<ask> is ${its} <lately> ${is}`, `<ask> is ${things} ${VALUE[what]} <lately> ${is}`],
      when: [`${its} <be> <lately> ${is}`, `${things} ${VALUE[what]} <be> <lately> ${is}`],
    });
  });
  const degrees = `${than} {value:temperature}`;
  const other = `[the] {what:measure} ${GRADE} ${BY} {name:reading}`;
  return [
    ...each,
    against("temperature", "{name}", "{value}", {
      say: [
        `<ask> is {name:about temperature} <lately> ${degrees}`,
        `<ask> is it ${degrees} (in|at) {name:about temperature}`,
      ],
      when: [
        `{name:about temperature} <be> <lately> ${degrees}`,
        `it is <lately> ${degrees} (in|at) {name:about temperature}`,
      ],
    }),
    against("temperature", "{here}", "{value}", {
      say: [`<ask> is it ${degrees} [(in here|here|inside)] {here}`],
      when: [`it is <lately> ${degrees} [(in here|here|inside)] {here}`],
    }),
    against("{what}", "{name}", "{value}", {
      say: [`<ask> is ${other} <lately> ${than} {value:number} ${UNIT}`],
      when: [`${other} is <lately> ${than} {value:number} ${UNIT}`],
    }),
  ];
});

/** The names under which homes know how warm it is outside; the first that is there is meant. */
const OUTSIDE = ["outdoor temperature", "outside temperature", "outdoors", "outside", "outdoor", "weather"];
const outside = OUTSIDE.flatMap((name): Said[] => [
  {
    ...get(name, "temperature", {
      say: [
        "<ask> (what is|whats) [the] temperature (outside|outdoors|out) <lately>",
        "how (warm|hot|cold) is it (outside|outdoors|out) <lately>",
        "<ask> (what is|whats) the (outside|outdoor) temperature <lately>",
      ],
    }),
    needs: name,
  },
  ...["above", "below"].map((side): Said => {
    const degrees = `${side === "above" ? OVER : UNDER} {value:temperature} (outside|outdoors|out)`;
    return {
      ...get(name, `temperature ${side} {value}`, { say: [`<ask> is it ${degrees}`], when: [`it is ${degrees}`] }),
      needs: name,
    };
  }),
  {
    ...get(name, "temperature below 0", {
      say: ["is it freezing [(outside|outdoors|out)]"],
      when: ["it is freezing [(outside|outdoors|out)]"],
    }),
    needs: name,
  },
]);

/** Temperature and humidity where the speaker is, or in general. */
const around: Said[] = [
  get("{here}", "temperature", {
    say: [
      "<ask> (what is|whats|tell me) [the] [current] <temp_now> [(here|inside)] <lately> {here}",
      "how (warm|hot|cold) is it [(here|inside)] <lately> {here}",
    ],
  }),
  get("{here}", "humidity", {
    say: [
      "<ask> (what is|whats|tell me) [the] [current] humidity [(here|inside)] <lately> {here}",
      "how humid is it [(here|inside)] <lately> {here}",
    ],
  }),
  get("thermostat", "temperature", {
    say: [
      "<ask> (what is|whats|tell me) [the] [current] <temp_now> [(here|inside)] <lately>",
      "how (warm|hot|cold) is it [(here|inside)] <lately>",
    ],
  }),
  get("{name}", "temperature", {
    say: [
      "how (warm|hot|cold) is (it in|it) {name:about temperature}",
      "how (warm|hot|cold) is {name:about temperature}",
    ],
  }),
  get("{name}", "target temperature", {
    say: [
      "<ask> (what is|whats) {name:thermostat} set (to|at) <lately>",
      "<ask> (what|which) temperature is {name:thermostat} set (to|at) <lately>",
    ],
  }),
  get("{name}", "brightness", { say: ["<ask> how bright (is|are) {name:about brightness} <lately>"] }),
  get("{name}", "volume", {
    say: [
      "(i need|i want|<asked>) [to know] the [current] (volume|volume level) (of|on) {name:about volume}",
      "<ask> how loud is {name:about volume} <lately>",
    ],
  }),
];

/** Questions for a value, and whether it is above or below one. */
export const measureQuestions: Said[] = [...howMuch, measured, ...compared, ...outside, ...around];

import fc from "fast-check";
import { expect, test } from "vitest";
import { spoken } from "./index.ts";

test.each([
  ["4 lights are off.", "four lights are off."],
  ["It is 7.5 °C outside.", "It is seven point five degrees outside."],
  ["It is -1 °C outside.", "It is minus one degree outside."],
  [
    "Living Room is at 21 °C, heating to 22.5°C.",
    "Living Room is at twenty one degrees, heating to twenty two point five degrees.",
  ],
  ["Counter Light is at 40%.", "Counter Light is at forty percent."],
  ["windows-lab needs 8 GB, 5 are free.", "windows lab needs eight gigabytes, five are free."],
  ["The backup has 1 GB and took 250 ms.", "The backup has one gigabyte and took two hundred fifty milliseconds."],
  [
    "1,542 queries, 12,345,678 rows",
    "one thousand five hundred forty two queries, twelve million three hundred forty five thousand six hundred seventy eight rows",
  ],
  ["It runs at 22:30.", "It runs at ten thirty PM."],
  ["every weekday at 07:05", "every weekday at seven oh five AM"],
  ["at 00:00, 12:00, 12:15 and 18:00", "at midnight, noon, twelve fifteen PM and six PM"],
  ["at 9:30 pm", "at nine thirty PM"],
  ["on 2026-11-27", "on November twenty seventh, twenty twenty six"],
  ["the 1st, 2nd, 3rd, 12th and 30th", "the first, second, third, twelfth and thirtieth"],
  [
    "jellyfin.server.local now points at 192.168.0.10:8096.",
    "jellyfin dot server dot local now points at one nine two dot one six eight dot zero dot one zero, port eighty ninety six.",
  ],
  ["grafana.server.local:3000", "grafana dot server dot local, port three thousand"],
  ["https://steward.example.org", "H T T P S steward dot example dot org"],
  ["friend-ubuntu is starting.", "friend ubuntu is starting."],
  ["survival (2 players: Steve, Alex)", "survival, two players: Steve, Alex"],
  ["Minecraft 1.21.9", "Minecraft one point twenty one point nine"],
  ["between 20–25 °C", "between twenty to twenty five degrees"],
  ["It costs $5.20 or €1.", "It costs five point two zero dollars or one euro."],
  ["The power is 1.2 kW; 3 kWh today.", "The power is one point two kilowatts; three kilowatt hours today."],
  ["**Done** · `home_set`", "Done, home set"],
  ["Say “undo” to take back what was done.", "Say, undo, to take back what was done."],
  ["Tom & Jerry", "Tom and Jerry"],
  ["Is the door locked?", "Is the door locked?"],
  ["", ""],
])("%s", (written, said) => expect(spoken(written)).toBe(said));

test("whatever is said has no digit, and is said again as it is", () => {
  const pieces = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom("12", "1,000", "-3", ".5", ":", "%", "°C", "192.168.0.1", "22:30", "/", "(", "kWh", " "),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (all) => {
      const said = spoken(all.join(""));
      expect(said).not.toMatch(/\d/);
      expect(said).not.toMatch(/\s\s|^\s|\s$/);
    }),
  );
});

test("numbers of any size come out in words", () => {
  expect(spoken("999999999999999999999999")).toMatch(/^(nine ?)+$/);
  expect(spoken("1000000")).toBe("one million");
  expect(spoken("110")).toBe("one hundred ten");
});

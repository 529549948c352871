import { DOMParser } from "@xmldom/xmldom";
import type { Element } from "@xmldom/xmldom";
import { MachineFault } from "./driver.ts";

export type { Element } from "@xmldom/xmldom";

/** The root of a document. @throws MachineFault for what is no XML */
export function parseXml(text: string): Element {
  const fail = (message: string): never => {
    throw new MachineFault("failed", `libvirt gave XML that cannot be read: ${message}`);
  };
  const quiet = (level: string, message: string) => (level === "warning" ? undefined : fail(message));
  const root = new DOMParser({ onError: quiet }).parseFromString(text, "text/xml").documentElement;
  return root ?? fail("it is empty");
}

/** Elements below by name, in order. */
export const below = (element: Element, name: string): Element[] => [...element.getElementsByTagName(name)];

/** A direct child by name. */
export const child = (element: Element, name: string): Element | undefined =>
  below(element, name).find(({ parentNode }) => parentNode === element);

/** The text of a direct child; "" without one. */
export const textOf = (element: Element, name: string): string => child(element, name)?.textContent?.trim() ?? "";

/** Text that stands in XML as what it is. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'\n\r\t]/g, (character) => `&#${character.codePointAt(0)};`);

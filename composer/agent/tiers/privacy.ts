import { nameWords } from "../../../kernel/names/words.ts";
import type { ListedTool } from "../../hub/door.ts";
import { isAgainst } from "./against.ts";
import type { Privacy } from "./types.ts";

/** What marks a sentence as private unless STEWARD_PRIVATE_WORDS says otherwise, in the languages of the house. */
export const PRIVATE_WORDS = wordList(`
  privately, in private, confidential, confidentially, between us, between you and me, offline, stay local, locally,
  without the cloud, no cloud, not the cloud, to the cloud, keep it in the house,
  password, passcode, passphrase, pin, secret, login, credentials, api key, private key, token,
  alarm code, door code, access code, security code, recovery code, combination,
  credit card, card number, bank account, account number, iban, salary, tax number, social security, passport, identity card,
  date of birth, phone number, licence number, spare key, diary,
  savings, payslip, wages, mortgage, loan, overdraft, bank balance, my bank, pension, inheritance, debt, debts, tax return,
  divorce, custody, lawyer, affair, lover, naked, sex, condom, condoms, birth control, my period, fertility, miscarriage,
  doctor, nurse, hospital, diagnosis, prescription, medication, medicine, insulin, antidepressant, antidepressants,
  therapist, therapy, psychiatrist, pregnancy, pregnant, hiv, fever, migraine, blood pressure, blood sugar,
  surgery, chemo, cancer, diabetes, diabetic, depression, depressed, panic attack, blood test, test results, psychologist,
  do i weigh, did i weigh, my weight, do i sleep, did i sleep, privacy, my son, my daughter, baby monitor,
  where is my wife, where is my husband, did my wife, did my husband,
  vertraulich, unter uns, ohne cloud, in die cloud, nur lokal, bleib lokal, bitte lokal,
  passwort, kennwort, geheim, zugangsdaten, alarmcode, kreditkarte, konto, kontonummer, gehalt, ausweis, reisepass,
  geburtsdatum, telefonnummer, ersatzschlüssel, tagebuch, scheidung, anwalt, affäre, kondome, verhütung,
  kontostand, kredit, rente, erbschaft, testament, ersparnisse, schulden, steuererklärung, steuernummer,
  arzt, ärztin, krankenhaus, meine diagnose, die diagnose, ihre diagnose, seine diagnose, rezept, medikament, medikamente, tabletten, therapeut, therapie, schwanger, fieber, krebs, diabetes,
  psychologe, blutwerte,
  migräne, blutdruck, blutzucker, mein gewicht, mein sohn, meine tochter, babyfon`);

/** What looks like a card's number, an account's, or a key, whatever words stand around it. */
const LOOKS = [
  /\b(?:\d[ -]?){13,19}\b/,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}/,
  /\b[a-z]{2}\d{2}[a-z0-9]{11,30}\b/,
  /\b(?:sk|pk|ghp|xox[bp])[-_][A-Za-z0-9-]{5,}/,
];

export interface PrivacyParts {
  /** words, or several in a row, that mark a sentence */
  words: readonly string[];
  /** names of tools, or their beginning and a star: "home_list", "minecraft_*" */
  tools: readonly string[];
}

/** What never leaves the house: by the words of a sentence, and by what a tool is called or how its server is configured. */
export function createPrivacy({ words, tools }: PrivacyParts): Privacy {
  const marks = Map.groupBy(words.map(nameWords), ([first = ""]) => first);
  const exact = new Set(tools.filter((name) => !name.endsWith("*")));
  const beginnings = tools.filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));
  return {
    isPrivateSentence(text) {
      const said = nameWords(text);
      const isMarked = said.some((word, at) =>
        marks.get(word)?.some((mark) => mark.every((one, offset) => said[at + offset] === one)),
      );
      return isMarked || isAgainst(text, (word) => word === "cloud") || LOOKS.some((look) => look.test(text));
    },
    isPrivateTool: ({ name, isPrivate = false }: Pick<ListedTool, "name" | "isPrivate">) =>
      isPrivate || exact.has(name) || beginnings.some((beginning) => name.startsWith(beginning)),
  };
}

/** A setting's list: what stands between commas. */
export function wordList(text: string): string[] {
  return text.split(",").flatMap((word) => word.trim() || []);
}

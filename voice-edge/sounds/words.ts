import { languages } from "../../kernel/language/index.ts";

/** Words of a house that speech recognition hears well and that stand around names: verbs, questions, small words, states. */
const AROUND = `
  turn switch dim brighten light open close lock unlock latch unlatch shut start begin stop end halt pause resume continue skip mute
  unmute add put remove set make change run activate deactivate enable disable lower raise increase decrease check tell read give
  send bring boot reboot restart reset shutdown power kill force launch launches wake sleep suspend save load back backup restore
  revert delete destroy create clone copy rename move point forget take undo cancel show list display describe find get fetch
  look watch listen play say announce broadcast remind message schedule repeat call ask help wait leave go come arrive need want
  keep hold let know think mean like love hate use work works working running live deploy install update upgrade connect disconnect
  pair charge clean vacuum mow water dry heat cool cook fill empty press push pull toggle trigger adjust warm
  started stopped opened closed locked unlocked turned switched dimmed muted paused played paired turning switching opening closing
  is are am was were be been being do does did done has have had having can could will would shall should may might must isnt
  arent dont doesnt didnt cant wont
  i you he she it we they me him her us them my your his its our their mine yours this that these those
  who whom whose what which when where why how what's
  the a an and or but not no nor so if unless than then else also too very just only even still again already yet soon
  in on at of off to from for with without by into onto over under above below behind before after between through during until
  till since about around near inside outside up down out away here there everywhere somewhere upstairs downstairs
  all every each any some none both either neither many much more most less least few several lot one ones other another same
  yes no ok okay please thanks thank sorry hello hi hey good morning afternoon evening night tonight today tomorrow yesterday now
  later soon ago always never sometimes once twice date dates day days week weeks month months year years hour hours minute minutes second
  seconds time times noon midnight sunrise sunset dawn dusk january february march april may june july august september october
  november december
  on off open closed locked unlocked up down high low full empty bright dark dim warm hot cold cool quiet loud fast slow auto
  automatic manual eco boost home away busy free ready safe wet dry on
  red green blue yellow orange purple pink white black brown grey gray gold silver violet magenta cyan turquoise indigo lime teal
  celsius fahrenheit percent percentage degree degrees half quarter double maximum minimum max min
  zero one two three four five six seven eight nine ten eleven twelve hundred thousand million
  service services server machine world container app desktop vm pc computer port
`;

/** And the others: places, kinds of things, what they measure. Beside one of these stands a name of its own, known or not. */
const THINGS = `  house home room rooms area areas floor floors ground first second third fourth fifth level story storey building apartment flat
  living kitchen bedroom bathroom bath dining hall hallway corridor office study nursery guest guests kids children master garage
  garden yard backyard patio porch terrace balcony attic loft basement cellar pantry laundry utility closet wardrobe toilet
  entrance entry entryway foyer lobby stairs staircase landing driveway shed barn pool gym library lounge den theater theatre
  front back rear left right top bottom middle center centre side corner upper lower north south east west main big small large
  little old new high low long short wide
  light lights lamp lamps bulb bulbs lighting strip led spot spots spotlight chandelier lantern candle ceiling floor wall desk
  table counter bedside nightstand shelf mirror cabinet sink stove oven fridge freezer dishwasher washer dryer washing machine
  machines microwave kettle coffee maker toaster fireplace chimney bed sofa couch chair tree picture
  switch switches outlet outlets plug plugs socket sockets fan fans heater heaters heating cooling thermostat thermostats radiator
  climate hvac conditioner conditioning air ac furnace boiler humidifier dehumidifier purifier blind blinds shade shades curtain curtains
  shutter shutters cover covers awning window windows door doors gate gates lock locks garage valve valves pump sprinkler
  tv television screen monitor speaker speakers radio stereo music media player players volume sound song track channel playlist
  movie film movies show series episode video camera cameras bell doorbell siren alarm alarms sensor sensors detector motion
  contact temperature temperatures humidity pressure battery batteries smoke gas leak moisture light brightness colour color
  energy power current voltage weather forecast rain wind sun sunny cloudy
  vacuum robot mower cleaner charger station dock printer phone tablet computer laptop pc server servers service services desktop
  network internet address addresses port ports name names domain proxy container containers app apps disk disks drive memory
  cpu snapshot snapshots backup backups image task tasks job jobs timer timers reminder reminders calendar event events world
  worlds friend friends owner person people everyone everybody everything nothing something anything anyone someone nobody
  shopping grocery groceries list lists item items milk bread eggs butter cheese scene scenes script scripts mode modes routine
  automation automations party dinner lunch breakfast bedtime reading relax
  status state states level setting settings value number amount size speed version
`;

const wordsIn = (text: string) => text.split(/\s+/).filter((word) => word !== "");

/** Every text in a table of words: its keys, its values, and theirs. */
function textsIn(table: unknown): string[] {
  if (typeof table === "string") return [table];
  if (table instanceof Map || table instanceof Set) return textsIn([...table]);
  if (Array.isArray(table)) return table.flatMap(textsIn);
  return typeof table === "object" && table !== null ? textsIn(Object.values(table)) : [];
}

/** Words that are right as they are heard: they are never taken for a name that sounds alike. */
export const everyday: ReadonlySet<string> = new Set([AROUND, THINGS, ...textsIn(languages)].flatMap(wordsIn));

/** Nouns that a name in front of them belongs to: "the playroom light". */
export const things: ReadonlySet<string> = new Set(wordsIn(THINGS));

/** Where a name can begin or end beside it. */
export const around: ReadonlySet<string> = new Set([AROUND, ...textsIn(languages)].flatMap(wordsIn));

/** Small words that recognition puts into a name, or in the place of its end: "grandpa of", "new boom to". */
export const small: ReadonlySet<string> = new Set(
  wordsIn(
    "a an the of off to two too for four at it is in on up us and or i you are all our her or so no new old well very here there over right red",
  ),
);

/** Those of them that no sentence ends with: what is left of a name. */
export const dangling: ReadonlySet<string> = new Set(wordsIn("a an the of to for our her or so"));

/** Behind these stands what somebody says freely: a message, an item, a song. Nothing in it is taken for a name. */
export const free: ReadonlySet<string> = new Set(
  wordsIn(
    "add put say tell announce broadcast remind message write note play search find that called named buy sag sage spiel spiele schreib schreibe erinnere notiere dass namens",
  ),
);

/** And where one of these is spoken of, what is on it or what it is for is said freely too. */
export const lists: ReadonlySet<string> = new Set(["list", "lists", "timer", "reminder", "liste", "erinnerung"]);

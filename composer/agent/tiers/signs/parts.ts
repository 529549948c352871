import { folded } from "../../../../kernel/language/fold.ts";
import { fewest } from "../domains.ts";

/**
 * What people call the things of each part of a house, whatever a house calls its own: nouns of English and German. A
 * word of several parts ("server", "machine") says nothing where one of them is spoken of anyway.
 */
const NOUNS: Readonly<Record<string, string>> = {
  homeassistant: `
    light lights lamp lamps bulb bulbs spotlight spotlights led leds strip lantern candle candles torch glow
    heating heater heaters radiator radiators thermostat boiler ac aircon conditioner fan fans humidifier dehumidifier
    purifier fireplace stove temperature humidity degrees warm cold dark bright blink flash dim red green blue purple
    blind blinds curtain curtains shutter shutters shades drapes awning skylight window windows door doors gate garage
    lock locked bell doorbell chime siren alarm camera motion sensor sensors detector meter battery solar
    tv telly television projector screen radio music song songs playlist speaker speakers volume film movie console
    vacuum hoover robot mower sprinkler lawn fountain pump pool water tap
    oven hob kettle coffee fridge freezer dishwasher washing washer dryer laundry iron plug plugs socket outlet car
    room rooms kitchen bedroom bathroom hall hallway landing corridor stairs attic loft cellar basement pantry nursery
    lounge parlour office study library garden yard porch shed terrace balcony veranda conservatory greenhouse driveway
    tub jacuzzi sauna toaster grill aquarium incubator treadmill cupboard sofa bed attic barn workshop
    scene desk rack machine machines house home nobodys heat hoovering vacuuming sun porthole hatch
    licht lichter lampe lampen flurlicht deckenlampe stehlampe schreibtischlampe nachttischlampe leselicht lichterkette
    beleuchtung heizung ventilator lufter rollo rollos rollladen jalousie jalousien vorhang vorhänge markise fenster tür
    türen haustür garagentor tor fernseher musik lied lautsprecher staubsauger sauger mäher spülmaschine waschmaschine
    trockner ofen backofen herd kaffeemaschine steckdose temperatur feuchtigkeit kamera klingel alarmanlage
    zimmer raum räume küche schlafzimmer wohnzimmer kinderzimmer gästezimmer bad flur keller dachboden garten terrasse
    büro arbeitszimmer haus einkaufsliste liste rot grün blau`,
  vm: `
    vm vms guest guests host hypervisor snapshot snapshots ubuntu debian fedora alpine macos windows linux machine machines
    ram memory core cores cpu cpus vcpu vcpus cluster kubernetes docker container containers hardware
    console desktop ssh vnc boot reboot firewall pc computer node server
    maschine maschinen testmaschine rechner webserver speicher kerne`,
  minecraft: `
    minecraft mc server servers survival creative hardcore skyblock nether world worlds player players whitelist op operator
    ban creeper creepers mobs mod mods modpack plugin plugins gamemode spawn game games chat diamonds realm biome redstone
    welt welten spieler spielern spiel`,
  catalog: `
    service services catalogue catalog entry entries dashboard dashboards server link url jellyfin plex emby grafana
    prometheus portainer proxmox immich photoprism nextcloud owncloud paperless gitea forgejo gitlab jenkins vaultwarden
    bitwarden website site webpage traefik kuma jellyseerr sonarr radarr lidarr prowlarr tautulli frigate zigbee2mqtt
    nodered pihole adguard syncthing navidrome calibre freshrss miniflux mealie homepage wiki
    dienst dienste diensten katalog eintrag einträge`,
  dns: `
    dns record records zone alias aliases cname subdomain hostname hostnames resolve name names
    namen dnsname`,
};

const known = new Map<string, Set<string>>();
for (const [part, nouns] of Object.entries(NOUNS))
  for (const noun of folded(nouns).trim().split(/\s+/))
    known.set(noun, (known.get(noun) ?? new Set<string>()).add(part));

/** Whether a word is what some part of any house is called. */
export const isNoun = (word: string): boolean => known.has(word);

/** The fewest parts of a house that all nouns of a sentence belong to. */
export const partsIn = (words: readonly string[]): string[] => fewest(words.flatMap((word) => known.get(word) ?? []));

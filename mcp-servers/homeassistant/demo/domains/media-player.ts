import { z } from "zod";
import { flag, float, oneOf, text } from "../fields.ts";
import { type Domain, mustOffer, numberOf, service, to } from "../service.ts";
import type { Change, Thing } from "../world.ts";

const feature = {
  PAUSE: 1,
  SEEK: 2,
  VOLUME_SET: 4,
  VOLUME_MUTE: 8,
  PREVIOUS_TRACK: 16,
  NEXT_TRACK: 32,
  TURN_ON: 128,
  TURN_OFF: 256,
  PLAY_MEDIA: 512,
  VOLUME_STEP: 1024,
  SELECT_SOURCE: 2048,
  STOP: 4096,
  PLAY: 16_384,
  SHUFFLE_SET: 32_768,
  REPEAT_SET: 262_144,
};
const everything = Object.values(feature).reduce((sum, bit) => sum | bit, 0);
const media = {
  media_content_id: text,
  media_content_type: text,
  enqueue: text.optional(),
  extra: z.unknown().optional(),
};

const play: Change = { state: "playing" };
const wake = (thing: Thing): Change =>
  thing.state === "off" ? { state: thing.attributes["source"] ? "on" : "idle" } : {};

/** Televisions and speakers. */
export const media_player: Domain = {
  features: feature,
  services: {
    turn_on: service({}, wake, [feature.TURN_ON]),
    turn_off: to("off", [feature.TURN_OFF]),
    toggle: service({}, (thing) => (thing.state === "off" ? wake(thing) : { state: "off" }), [
      feature.TURN_ON | feature.TURN_OFF,
    ]),
    media_play: service({}, () => play, [feature.PLAY]),
    media_pause: to("paused", [feature.PAUSE]),
    media_stop: to("idle", [feature.STOP]),
    media_play_pause: service({}, (thing) => (thing.state === "playing" ? { state: "paused" } : play), [
      feature.PLAY | feature.PAUSE,
    ]),
    media_next_track: service({}, (thing) => track(thing, 1), [feature.NEXT_TRACK]),
    media_previous_track: service({}, (thing) => track(thing, -1), [feature.PREVIOUS_TRACK]),
    volume_set: service({ volume_level: float(0, 1) }, (_, data) => volume(data.volume_level), [feature.VOLUME_SET]),
    volume_up: service({}, (thing) => volume(volumeOf(thing) + 0.1), [feature.VOLUME_SET, feature.VOLUME_STEP]),
    volume_down: service({}, (thing) => volume(volumeOf(thing) - 0.1), [feature.VOLUME_SET, feature.VOLUME_STEP]),
    volume_mute: service({ is_volume_muted: flag }, (_, { is_volume_muted }) => ({ attributes: { is_volume_muted } }), [
      feature.VOLUME_MUTE,
    ]),
    select_source: service({ source: text }, selectSource, [feature.SELECT_SOURCE]),
    play_media: service(media, playMedia, [feature.PLAY_MEDIA]),
    shuffle_set: service({ shuffle: flag }, (_, { shuffle }) => ({ attributes: { shuffle } }), [feature.SHUFFLE_SET]),
    repeat_set: service(
      { repeat: oneOf("RepeatMode", ["off", "all", "one"]) },
      (_, { repeat }) => ({ attributes: { repeat } }),
      [feature.REPEAT_SET],
    ),
  },
  complete(given, state) {
    const stated = Number(given["volume_level"] ?? 0.5);
    const volume_level = stated > 1 ? stated / 100 : stated; // Home Assistant counts from 0 to 1
    const sound = { volume_level, is_volume_muted: given["is_volume_muted"] ?? false };
    return { supported_features: everything, ...given, ...(state === "off" ? {} : sound) };
  },
};

function selectSource(thing: Thing, { source }: { source: string }): Change {
  mustOffer(thing, "source_list", "Source", source);
  return { ...wake(thing), attributes: { source } };
}

function playMedia(_: Thing, { media_content_id, media_content_type }: z.infer<z.ZodObject<typeof media>>): Change {
  return { ...play, attributes: { media_content_id, media_content_type, media_title: media_content_id } };
}

function track(thing: Thing, step: number): Change {
  return { attributes: { media_track: Math.max(1, (numberOf(thing, "media_track") ?? 1) + step) } };
}

function volume(level: number): Change {
  return { attributes: { volume_level: Math.round(Math.max(0, Math.min(1, level)) * 100) / 100 } };
}

const volumeOf = (thing: Thing) => numberOf(thing, "volume_level") ?? 0;

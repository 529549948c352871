"""Speaks to a Wyoming server with the reference client, and prints what came back as one line of JSON."""

import asyncio
import json
import sys
import wave

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop, wav_to_chunks
from wyoming.client import AsyncTcpClient
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.tts import Synthesize
from wyoming.wake import Detect, Detection, NotDetected


async def read(client, *kinds):
    while True:
        event = await asyncio.wait_for(client.read_event(), 30)
        assert event is not None, "the connection ended"
        for kind in kinds:
            if kind.is_type(event.type):
                return kind.from_event(event)


async def wakes(port, recording):
    """The name of the wake word in a recording, or nothing; more sound is sent until there is an answer."""
    async with AsyncTcpClient("127.0.0.1", port) as client:
        await client.write_event(Detect(names=["hey_jarvis"]).event())
        with wave.open(recording, "rb") as file:
            for chunk in wav_to_chunks(file, 1280, start_event=True, stop_event=False):
                await client.write_event(chunk.event())
        heard = asyncio.create_task(read(client, Detection, NotDetected))
        for _ in range(100):
            if heard.done():
                break
            await client.write_event(AudioChunk(16000, 2, 1, bytes(2560)).event())
            await asyncio.sleep(0.05)
        await client.write_event(AudioStop().event())
        return getattr(await heard, "name", None)


async def main(port, recording, sentence, wake_word):
    told = {}
    async with AsyncTcpClient("127.0.0.1", port) as client:
        await client.write_event(Describe().event())
        info = await read(client, Info)
        told["info"] = {
            "asr": [model.name for program in info.asr for model in program.models],
            "tts": [voice.name for program in info.tts for voice in program.voices],
            "handle": [program.supports_home_control for program in info.handle],
            "wake": [model.name for program in info.wake for model in program.models],
        }
    async with AsyncTcpClient("127.0.0.1", port) as client:
        await client.write_event(Transcribe(language="en").event())
        with wave.open(recording, "rb") as file:
            for chunk in wav_to_chunks(file, 1024, start_event=True, stop_event=True):
                await client.write_event(chunk.event())
        told["transcript"] = (await read(client, Transcript)).text
    async with AsyncTcpClient("127.0.0.1", port) as client:
        await client.write_event(Synthesize(text="4 lights are off. Good night.").event())
        start = await read(client, AudioStart)
        length = 0
        while True:
            event = await asyncio.wait_for(client.read_event(), 30)
            if AudioStop.is_type(event.type):
                break
            length += len(AudioChunk.from_event(event).audio)
        told["sound"] = {"rate": start.rate, "seconds": length / 2 / start.rate}
    told["wakes"] = [await wakes(port, wake_word), await wakes(port, recording)]
    told["handled"] = []
    for text in (sentence, "colorless green ideas sleep furiously"):
        async with AsyncTcpClient("127.0.0.1", port) as client:
            await client.write_event(Transcript(text=text).event())
            answer = await read(client, Handled, NotHandled)
            told["handled"].append([type(answer).__name__, answer.text])
    print(json.dumps(told))


asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))

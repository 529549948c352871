/** One file of a model, and what it must be. */
export interface ModelFile {
  file: string;
  bytes: number;
  sha256: string;
  /** where it lies: its path under the place models come from, or an address of its own */
  from: string;
}

export interface Model {
  name: string;
  /** what it is for, in a few words */
  use: string;
  /** shown before and after it is fetched: we bundle none */
  licence: string;
  files: readonly ModelFile[];
}

/** Where models come from unless STEWARD_MODELS_URL says otherwise. */
export const PLACE = "https://huggingface.co/";

// One commit of the hub: what is under it cannot change.
const WHISPER = "ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1";
const ggml = (file: string, bytes: number, sha256: string): ModelFile => ({
  file,
  bytes,
  sha256,
  from: `${WHISPER}/${file}`,
});

// Trained from nothing on LJ Speech, recordings that are in the public domain.
const PIPER = "rhasspy/piper-voices/resolve/f5a6e9094787fd865d65cb024472f977f9c542b5/en/en_US/ljspeech/medium";
const LJSPEECH = "en_US-ljspeech-medium.onnx";
/** The voice of the answers where it has been fetched. */
export const VOICE = "en_US-ljspeech-medium";

// A commit of silero's own repository; the same file as in its release 6.2.1.
const SILERO = "https://raw.githubusercontent.com/snakers4/silero-vad/7e30209a3e901f9842f81b225f3e93d8199902b1";
/** Where speech begins and ends. */
export const VAD = "silero-vad";

const OPEN_WAKE_WORD = "https://github.com/dscripka/openWakeWord/releases/download/v0.5.1";
const wakeFile = (file: string, bytes: number, sha256: string): ModelFile => ({
  file,
  bytes,
  sha256,
  from: `${OPEN_WAKE_WORD}/${file}`,
});
/** What every wake word is read with: Google's speech embedding. */
const SHARED = [
  wakeFile("melspectrogram.onnx", 1_087_958, "ba2b0e0f8b7b875369a2c89cb13360ff53bac436f2895cced9f479fa65eb176f"),
  wakeFile("embedding_model.onnx", 1_326_578, "70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f"),
];
const wakeWord = (name: string, bytes: number, sha256: string): Model => ({
  name,
  use: `wake word, "${name.replaceAll("_", " ")}"`,
  licence: "CC BY-NC-SA 4.0 (what it is read with: Apache-2.0)",
  files: [...SHARED, wakeFile(`${name}_v0.1.onnx`, bytes, sha256)],
});

/** Speech to text by Whisper (whisper.cpp's own quantised files, 5 bits), and a voice. */
export const known: readonly Model[] = [
  {
    name: "tiny.en",
    use: "speech to text, English, the fastest",
    licence: "MIT",
    files: [
      ggml("ggml-tiny.en-q5_1.bin", 32_166_155, "c77c5766f1cef09b6b7d47f21b546cbddd4157886b3b5d6d4f709e91e66c7c2b"),
    ],
  },
  {
    name: "base.en",
    use: "speech to text, English",
    licence: "MIT",
    files: [
      ggml("ggml-base.en-q5_1.bin", 59_721_011, "4baf70dd0d7c4247ba2b81fafd9c01005ac77c2f9ef064e00dcf195d0e2fdd2f"),
    ],
  },
  {
    name: "base",
    use: "speech to text, 99 languages",
    licence: "MIT",
    files: [ggml("ggml-base-q5_1.bin", 59_707_625, "422f1ae452ade6f30a004d7e5c6a43195e4433bc370bf23fac9cc591f01a8898")],
  },
  {
    name: VOICE,
    use: "text to speech, English, a woman's voice (Piper)",
    licence: "MIT; trained on recordings in the public domain",
    files: [
      {
        file: LJSPEECH,
        bytes: 63_531_379,
        sha256: "6f52a751e2349abe7a76735eb09dc1875298c77ea2342ffd2fef79ff81b87f22",
        from: `${PIPER}/${LJSPEECH}`,
      },
      {
        file: `${LJSPEECH}.json`,
        bytes: 4_972,
        sha256: "141d612cc0a95ed7efc1ca936b845c2364967f2e9217c5dbfcf69fc4d6c65860",
        from: `${PIPER}/${LJSPEECH}.json`,
      },
    ],
  },
  {
    name: VAD,
    use: "where speech begins and ends",
    licence: "MIT",
    files: [
      {
        file: "silero_vad_16k_op15.onnx",
        bytes: 1_289_603,
        sha256: "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
        from: `${SILERO}/src/silero_vad/data/silero_vad_16k_op15.onnx`,
      },
    ],
  },
  wakeWord("hey_jarvis", 1_271_370, "94a13cfe60075b132f6a472e7e462e8123ee70861bc3fb58434a73712ee0d2cb"),
  wakeWord("alexa", 854_246, "6ff566a01d12670e8d9e3c59da32651db1575d17272a601b7f8a39283dfbae3e"),
  wakeWord("hey_mycroft", 857_691, "c2a311e8fa1338de89c31b3b46dc4dffd4af2f9a8d6ddead48893c2d301b1f18"),
  wakeWord("hey_rhasspy", 204_081, "5a9b3ed3be2910e35780e097905aa9f35a9c10038df47914cf2b3ec4d670f6ea"),
];

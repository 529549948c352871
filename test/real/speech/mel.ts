const [RATE, WINDOW] = [16_000, 400];

// Slaney's mel scale, as librosa has it: linear up to 1 kHz, then logarithmic.
const [LINEAR, KNEE] = [200 / 3, 1000];
const STEP = Math.log(6.4) / 27;
const melOf = (hertz: number) => (hertz < KNEE ? hertz / LINEAR : KNEE / LINEAR + Math.log(hertz / KNEE) / STEP);
const hertzOf = (mel: number) => (mel < KNEE / LINEAR ? mel * LINEAR : KNEE * Math.exp((mel - KNEE / LINEAR) * STEP));

/** The triangles that make mel bands out of a spectrum, in the precision librosa has them. */
export function melBank(bands: number) {
  const frequencies = WINDOW / 2 + 1;
  const corners = Array.from({ length: bands + 2 }, (_, at) => hertzOf((melOf(RATE / 2) * at) / (bands + 1)));
  const values = Float32Array.from({ length: bands * frequencies }, (_, place) => {
    const [band, bin] = [Math.floor(place / frequencies), place % frequencies];
    const [left = 0, middle = 0, right = 0] = corners.slice(band, band + 3);
    const hertz = (bin * RATE) / WINDOW;
    const height = Math.min((hertz - left) / (middle - left), (right - hertz) / (right - middle));
    return Math.fround(Math.max(0, height)) * (2 / (right - left));
  });
  return { bands, frequencies, values };
}

